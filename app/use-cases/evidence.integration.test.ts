import sharp from 'sharp'
import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listPhotosOfReturn, readPhotoBytes } from '#app/db/photo.server.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { judgeBy, orderNamed, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { tidyUp } from '#app/jobs/housekeeping.server.ts'
import { addPhoto } from './add-photo.server.ts'
import { judgeOrder } from './judge-order.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { requestReturn } from './request-return.server.ts'

const shop = installedShop()

const tags = {
  id: 'tags',
  text: { en: 'Are the tags still on?', de: 'Sind die Etiketten noch dran?' },
  answers: [
    { id: 'yes', text: { en: 'Yes', de: 'Ja' } },
    { id: 'no', text: { en: 'No', de: 'Nein' } },
  ],
}
/** Faulty goods want two photos; without its tags nothing comes back that is not faulty. */
const withEvidence = (policy: Policy): Policy => ({
  ...policy,
  questions: [tags],
  rules: [
    {
      id: 'faulty',
      name: 'Faulty goods',
      enabled: true,
      note: '',
      when: { kind: 'fault', is: 'anyOf', values: ['merchant'] },
      set: { evidence: { photos: 2, questions: [] }, eligible: { kind: 'yes' } },
    },
    {
      id: 'worn',
      name: 'Tags are off',
      enabled: true,
      note: '',
      when: { kind: 'answer', question: 'tags', is: 'anyOf', values: ['no'] },
      set: { eligible: { kind: 'no', because: { en: 'the tags are off' }, ground: null } },
    },
  ],
})

const photo = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#0a0' } })
  .png()
  .toBuffer()

async function upload(order: string): Promise<string> {
  const { id: orderGid } = await orderNamed(shop(), order)
  const added = await addPhoto(shop().ctx, { orderGid, file: photo })
  if (!added.ok) throw new Error(added.error.kind)
  return added.value.id
}

async function ask(order: string, some: Partial<RequestedLine>) {
  const facts = await orderNamed(shop(), order)
  const lines = wholeLines(facts, (index) => index === 0).map((line) => ({ ...line, ...some }))
  const quoted = await quoteReturn(shop().ctx, { orderGid: facts.id, lines })
  const request = () =>
    requestReturn(shop().ctx, {
      orderGid: facts.id,
      submissionKey: crypto.randomUUID(),
      lines,
      outcome: 'refund',
      locale: 'en',
    })
  return { quoted, request, line: lines[0] }
}

test('what a line hangs on is said: questions of open rules, photos once the reason wants them', async () => {
  await judgeBy(shop(), withEvidence)
  const { id: orderGid } = await orderNamed(shop(), '#1001')
  const open = await judgeOrder(shop().ctx, { orderGid })
  if (!open.ok) throw new Error(open.error.kind)
  expect([...open.value.needs.values()]).toEqual([{ photos: 0, questions: [tags] }])
  const mind = await ask('#1001', { reasonHandle: 'changed-my-mind' })
  expect(mind.quoted).toMatchObject({ ok: true, value: { needs: [{ photos: 0, questions: [tags] }] } })
  const faulty = await ask('#1001', { reasonHandle: 'damaged-or-defective' })
  expect(faulty.quoted).toMatchObject({ ok: true, value: { needs: [{ photos: 2, questions: [] }] } })
})

test('an answer decides, and stays asked when it was given', async () => {
  await judgeBy(shop(), withEvidence)
  const off = await ask('#1001', { reasonHandle: 'changed-my-mind', answers: { tags: 'no' } })
  expect(off.quoted).toMatchObject({ ok: false, error: { lines: [{ problem: 'not_returnable' }] } })
  const on = await ask('#1001', { reasonHandle: 'changed-my-mind', answers: { tags: 'yes', made: 'up' } })
  expect(on.quoted).toMatchObject({ ok: true, value: { needs: [{ questions: [tags] }] } })
  const made = await on.request()
  if (!made.ok) throw new Error(made.error.kind)
  expect(made.value.status).toBe('approved')
  expect((await stored(shop(), made.value.returnId)).lines[0]?.answers).toEqual([
    { question: 'tags', answer: 'yes', asked: tags.text, said: tags.answers[0]?.text },
  ])
})

test('an answer that the question does not have is none: a person looks', async () => {
  await judgeBy(shop(), withEvidence)
  const odd = await ask('#1001', { reasonHandle: 'changed-my-mind', answers: { tags: 'perhaps' } })
  const made = await odd.request()
  expect(made).toMatchObject({ ok: true, value: { status: 'in_review' } })
})

test('photos count when they are there: with enough of them nobody need wait', async () => {
  await judgeBy(shop(), withEvidence)
  const reasonHandle = 'damaged-or-defective'
  const own = [await upload('#1001'), await upload('#1001')]
  const [first = ''] = own
  const foreign = await upload('#1002')
  for (const photos of [[], [first], [first, first], [first, foreign], [first, crypto.randomUUID()]]) {
    const { quoted } = await ask('#1001', { reasonHandle, photos })
    expect(quoted).toMatchObject({ ok: true, value: { decision: { lines: [{ verdict: 'review' }] } } })
  }
  const enough = await ask('#1001', { reasonHandle, photos: own })
  const made = await enough.request()
  if (!made.ok) throw new Error(made.error.kind)
  expect(made.value.status).toBe('approved')
  const { returnId } = made.value
  const { shop: domain } = shop().ctx
  const kept = await withShop(domain, (tx) => listPhotosOfReturn(tx, returnId))
  expect(kept.map(({ id }) => id)).toEqual(own)
  const read = (owner: Parameters<typeof readPhotoBytes>[2]['owner']) =>
    withShop(domain, (tx) => readPhotoBytes(tx, domain, { id: first, owner }))
  expect((await read({ kind: 'return', returnId }))?.subarray(0, 3)).toEqual(
    Uint8Array.from([0xff, 0xd8, 0xff]),
  )
  // Sent, it belongs to the return: a visit to the order does not see it any more.
  const { id: orderGid } = await orderNamed(shop(), '#1001')
  expect(await read({ kind: 'order', orderGid })).toBeNull()
})

test('a photo that nobody sent is gone after a day; one that was goes with its return (H80)', async () => {
  await judgeBy(shop(), withEvidence)
  const waiting = await upload('#1001')
  const sent = await upload('#1001')
  const made = await (await ask('#1001', { reasonHandle: 'damaged-or-defective', photos: [sent] })).request()
  if (!made.ok) throw new Error(made.error.kind)
  const { shop: domain } = shop().ctx
  const left = async () => {
    const rows = await withShop(domain, (tx) => tx.photo.findMany({ select: { id: true } }))
    return rows.map(({ id }) => id)
  }
  const later = (hours: number) => new Date(Date.parse(shop().ctx.now()) + hours * 3_600_000).toISOString()
  await tidyUp(later(23))
  expect((await left()).toSorted()).toEqual([waiting, sent].toSorted())
  await tidyUp(later(25))
  expect(await left()).toEqual([sent])
  const { returnId } = made.value
  await withShop(domain, (tx) => tx.returnLine.deleteMany({ where: { returnId } }))
  expect(await left()).toEqual([])
})

test('one line in parts: each its own reason and decision, no more units than there are', async () => {
  await judgeBy(shop(), withEvidence)
  const order = await orderNamed(shop(), '#1002')
  const line = order.lines.find(({ returnableQuantity }) => returnableQuantity > 1)
  if (line === undefined) throw new Error('No line has two units')
  const part = { lineId: line.id, quantity: 1, reasonHandle: 'damaged-or-defective', note: '' }
  const other = { ...part, lineId: `${line.id}#2`, reasonHandle: 'changed-my-mind', answers: { tags: 'yes' } }
  const asked = { orderGid: order.id, lines: [part, other] }
  const quoted = await quoteReturn(shop().ctx, asked)
  expect(quoted).toMatchObject({
    ok: true,
    value: { decision: { lines: [{ verdict: 'review' }, { lineId: other.lineId, verdict: 'approve' }] } },
  })
  const many = { ...asked, lines: [part, { ...other, quantity: line.returnableQuantity }] }
  expect(await quoteReturn(shop().ctx, many)).toMatchObject({
    ok: false,
    error: { lines: [{ problem: 'quantity_exceeded' }, { problem: 'quantity_exceeded' }] },
  })
})

test('goods come back in a way that the policy offers, else it says so (H22)', async () => {
  await judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: { ...policy.baseline, returnMethods: ['prepaid_label', 'in_store'] },
  }))
  const order = await orderNamed(shop(), '#1001')
  const asked = {
    orderGid: order.id,
    lines: wholeLines(order),
    outcome: 'refund',
    locale: 'en',
  } as const
  const request = (returnMethod?: 'drop_off' | 'in_store') =>
    requestReturn(shop().ctx, {
      ...asked,
      submissionKey: crypto.randomUUID(),
      ...(returnMethod === undefined ? {} : { returnMethod }),
    })
  expect(await request('drop_off')).toEqual({ ok: false, error: { kind: 'method_not_offered' } })
  const made = await request('in_store')
  if (!made.ok) throw new Error(made.error.kind)
  expect((await stored(shop(), made.value.returnId)).returnMethod).toBe('in_store')
})

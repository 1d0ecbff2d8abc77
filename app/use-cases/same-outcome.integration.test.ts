import { expect, test } from 'vitest'
import { returnView } from '#app/components/return-view.ts'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { judgeBy, orderNamed, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { judgeOrder } from './judge-order.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { requestReturn } from './request-return.server.ts'
import { tryOrder } from './try-order.server.ts'

const shop = installedShop()

/** Fees, a refusal, a person who looks: something for every kind of answer. */
const policy = (before: Policy): Policy => ({
  ...before,
  baseline: {
    ...before.baseline,
    outcomes: ['refund', 'store_credit'],
    restockingFee: { ...before.baseline.restockingFee, percent: 10, outcomes: ['refund'] },
  },
  rules: [
    {
      id: 'faulty',
      name: 'Faulty goods are looked at',
      enabled: true,
      note: '',
      when: { kind: 'fault', is: 'anyOf', values: ['merchant'] },
      set: { review: 'staff' },
    },
    {
      id: 'style',
      name: 'Taste is no reason',
      enabled: true,
      note: '',
      when: { kind: 'returnReason', is: 'anyOf', values: ['style'] },
      set: { eligible: { kind: 'no', because: { en: 'taste is no reason' }, ground: null } },
    },
  ],
})

const said = ({
  lineId,
  verdict,
  reasons,
  terms,
  setBy,
  window,
  law,
  fault,
  alternatives,
}: LineDecision) => ({
  lineId,
  verdict,
  reasons,
  terms,
  setBy,
  window,
  law,
  fault,
  alternatives,
})

/** What staff see when they try the order with the same words. */
async function inAdmin(orderGid: Parameters<typeof tryOrder>[1]['orderGid'], request: object) {
  const tried = await tryOrder(shop().ctx, { orderGid, against: 'own', request, at: null })
  if (!tried.ok) throw new Error(tried.error.kind)
  return tried.value.published.decision.lines.map(said)
}

test('the shopper and the staff look at one order: the same decisions before anything is said', async () => {
  await judgeBy(shop(), policy)
  for (const name of ['#1001', '#1002', '#1006', '#1009', '#1010']) {
    const { id: orderGid } = await orderNamed(shop(), name)
    const judged = await judgeOrder(shop().as({ kind: 'shopper' }), { orderGid })
    if (!judged.ok) throw new Error(judged.error.kind)
    expect(judged.value.decision.lines.map(said), name).toEqual(await inAdmin(orderGid, {}))
  }
})

test('the same for every reason and outcome: before sending, after sending, and on the page of the return', async () => {
  await judgeBy(shop(), policy)
  const order = await orderNamed(shop(), '#1001')
  const shopper = shop().as({ kind: 'shopper' })
  for (const reason of ['changed-my-mind', 'damaged-or-defective', 'style']) {
    const lines = wholeLines(order).map((line) => ({ ...line, reasonHandle: reason }))
    const quoted = await quoteReturn(shopper, { orderGid: order.id, lines })
    for (const outcome of ['refund', 'store_credit'] as const) {
      const [admin] = await inAdmin(order.id, { reason, outcome })
      if (!quoted.ok) {
        expect(quoted.error, reason).toMatchObject({ lines: [{ problem: 'not_returnable' }] })
        expect(admin?.verdict).toBe('deny')
        const [problem] = quoted.error.kind === 'invalid_lines' ? quoted.error.lines : []
        expect(problem?.denial?.reasons).toEqual(admin?.reasons)
        continue
      }
      expect(quoted.value.decisions.get(outcome)?.map(said)).toEqual([admin])
    }
  }
  const lines = wholeLines(order).map((line) => ({ ...line, reasonHandle: 'damaged-or-defective' }))
  const [admin] = await inAdmin(order.id, { reason: 'damaged-or-defective', outcome: 'refund' })
  const submissionKey = crypto.randomUUID()
  const asked = { orderGid: order.id, submissionKey, lines, outcome: 'refund', locale: 'en' } as const
  const made = await requestReturn(shopper, asked)
  if (!made.ok) throw new Error(made.error.kind)
  const record = await stored(shop(), made.value.returnId)
  expect(record.decision.lines.map(said)).toEqual([admin])
  const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, record.id))
  const view = returnView({
    record,
    events,
    photos: [],
    policies: new Map(),
    now: shop().ctx.now(),
    timeZone: 'UTC',
    translator: translatorFor('en', 'UTC'),
  })
  expect(view.lines.map(({ verdict }) => verdict)).toEqual([admin?.verdict])
  expect(view.status).toBe('in_review')
})

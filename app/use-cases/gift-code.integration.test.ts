import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { judgeBy, orderNamed, returnsInShopify, stored } from '../../tests/setup/journey.ts'
import { recipient, linesOf, giftLines, contact, giftJourney } from '../../tests/setup/gift-journey.ts'
import { cancelReturn } from './cancel-return.server.ts'
import { makeGiftCode, openGiftCode, revokeGiftCode } from './gift-codes.server.ts'
import { judgeGift, requestGiftReturn } from './gift-return.server.ts'
import { requestReturn } from './request-return.server.ts'

const { shop, order, account, set, codeFor, asked, made } = giftJourney()

describe('a gift code', () => {
  test('opens with any case, spaces and hyphens, and with what is easily mistaken', async () => {
    const ctx = await set('exchange')
    const { id, code } = await codeFor()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    const typed = code ?? ''
    for (const one of [
      typed,
      typed.toLowerCase(),
      typed.replaceAll('-', ''),
      ` ${typed.split('').join(' ')} `,
    ])
      expect(await openGiftCode(ctx, one), one).toEqual({ ok: true, value: { codeId: id } })
    const row = await withShop(ctx.shop, (tx) => tx.giftCode.findUniqueOrThrow({ where: { id } }))
    expect(JSON.stringify(row)).not.toContain(typed.replaceAll('-', ''))
  })

  test('is nothing when it is wrong, ended, revoked, or the shop takes no gifts back: all the same', async () => {
    const ctx = await set('exchange')
    const { id, code } = await codeFor()
    const miss = { ok: false, error: { kind: 'not_found' } }
    expect(await openGiftCode(ctx, '0000-0000-0000')).toEqual(miss)
    const off = { ...ctx, settings: { ...ctx.settings, portal: { ...ctx.settings.portal, giftReturns: 'off' as const } } } // prettier-ignore
    expect(await openGiftCode(off, code ?? '')).toEqual(miss)
    const foreign = await orderNamed(shop(), '#1001')
    const stranger = { orderGid: foreign.id, id }
    expect(await revokeGiftCode(ctx, stranger)).toEqual(miss)
    expect(await openGiftCode(ctx, code ?? '')).toMatchObject({ ok: true })
    expect(await revokeGiftCode(ctx, { orderGid: order().id, id })).toEqual({ ok: true, value: null })
    expect(await openGiftCode(ctx, code ?? '')).toEqual(miss)
    expect(await judgeGift(ctx, { codeId: id })).toEqual(miss)
    const next = await codeFor()
    shop().advance(366 * 86_400)
    expect(await openGiftCode(ctx, next.code ?? '')).toEqual(miss)
  })

  test('is made for goods of the order only, and the same form makes one', async () => {
    const ctx = shop().as({ kind: 'shopper' })
    const requestKey = randomUUID()
    const input = { orderGid: order().id, lines: giftLines(order()), requestKey }
    const first = await makeGiftCode(ctx, input)
    expect(await makeGiftCode(ctx, input)).toEqual(first)
    const wrong = (lines: readonly { lineId: string; units: number }[]) =>
      makeGiftCode(ctx, { orderGid: order().id, lines, requestKey: randomUUID() })
    const [line] = giftLines(order())
    expect(await wrong([])).toMatchObject({ error: { kind: 'nothing_selected' } })
    expect(await wrong([{ lineId: 'gid://shopify/LineItem/1', units: 1 }])).toMatchObject({
      error: { kind: 'invalid_lines' },
    })
    expect(await wrong(line === undefined ? [] : [{ ...line, units: 999 }])).toMatchObject({
      error: { kind: 'invalid_lines' },
    })
    const theirs = await makeGiftCode(ctx, { ...input, customerGid: account(), requestKey: randomUUID() })
    expect(theirs).toMatchObject({ error: { kind: 'not_found' } })
    const viewer = shop().as({ kind: 'staff', id: '9', name: 'Vic' }, 'viewer')
    expect(await makeGiftCode(viewer, { ...input, requestKey: randomUUID() })).toMatchObject({
      error: { kind: 'forbidden' },
    })
  })

  test('opens its own goods only, as often as there are units, and not once it was revoked on the way', async () => {
    const ctx = await set('exchange_or_credit')
    const codeId = (await codeFor()).id
    const foreign = await orderNamed(shop(), '#1001')
    const ask = (lines: ReturnType<typeof linesOf>, key = randomUUID()) =>
      requestGiftReturn(ctx, {
        codeId,
        customerGid: account(),
        submissionKey: key,
        lines,
        outcome: 'store_credit',
        locale: 'en',
        ...contact,
      })
    expect(await ask(linesOf(foreign))).toMatchObject({ error: { kind: 'invalid_lines' } })
    const key = randomUUID()
    const [one, twin] = await Promise.all([ask(linesOf(order()), key), ask(linesOf(order()), key)])
    expect(one).toMatchObject({ ok: true })
    expect(twin.ok && twin.value.returnId).toBe(one.ok && one.value.returnId)
    expect(await ask(linesOf(order()))).toMatchObject({ error: { kind: 'invalid_lines' } })
    const returnId = one.ok ? one.value.returnId : undefined
    if (returnId === undefined) throw new Error('It was not asked back')
    expect(await cancelReturn(ctx, { returnId })).toMatchObject({ ok: true })
    await shop().runJobs()
    await revokeGiftCode(ctx, { orderGid: order().id, id: codeId })
    expect(await ask(linesOf(order()))).toMatchObject({ error: { kind: 'not_found' } })
  })

  test('and the buyer cannot both have the same unit', async () => {
    const ctx = await set('exchange_or_credit')
    const codeId = (await codeFor()).id
    const buyer = requestReturn(ctx, {
      orderGid: order().id,
      submissionKey: randomUUID(),
      lines: linesOf(order()),
      outcome: 'refund',
      locale: 'en',
    })
    const both = await Promise.all([buyer, asked({ outcome: 'store_credit', codeId })])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('that waits for staff is not told to Shopify, whose page of the order the buyer reads', async () => {
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, review: 'staff', outcomes: ['refund', 'store_credit'] },
    }))
    const returnId = await made({ outcome: 'store_credit' })
    await shop().runJobs()
    expect((await stored(shop(), returnId)).status).toBe('in_review')
    expect(await returnsInShopify(shop(), order())).toEqual([])
  })

  test('wants an e-mail address, and a place to send goods to', async () => {
    const ctx = await set('exchange')
    const plain = {
      codeId: (await codeFor()).id,
      customerGid: null,
      submissionKey: randomUUID(),
      lines: linesOf(order()),
      outcome: 'exchange',
      locale: 'en',
    } as const
    for (const [email, address, fields] of [
      ['', '', ['email', 'address']],
      ['nobody', contact.address, ['email']],
      [recipient, ' x ', ['address']],
      [`a@b.example\r\nBcc: ${recipient}`, contact.address, ['email']],
    ] as const)
      expect(await requestGiftReturn(ctx, { ...plain, email, address })).toEqual({
        ok: false,
        error: { kind: 'invalid_contact', fields },
      })
  })
})

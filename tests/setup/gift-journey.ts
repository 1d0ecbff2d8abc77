import { randomUUID } from 'node:crypto'
import { beforeEach } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { PortalSettings, savePortalSettings } from '#app/db/shop.server.ts'
import type { CustomerGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { makeGiftCode } from '#app/use-cases/gift-codes.server.ts'
import { quoteGift, requestGiftReturn } from '#app/use-cases/gift-return.server.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { refundReturn } from '#app/use-cases/refund-return.server.ts'
import { judgeBy, ledgerOf, orderNamed, receive, stored, wholeLines } from './journey.ts'
import { installedShop } from './shop.ts'

export const recipient = 'rita@example.com'
export const contact = { email: recipient, address: 'Rita Receiver, Way 1, 10115 Berlin, Germany' }

export const linesOf = (from: OrderFacts) => wholeLines(from, (index) => index === 0)
export const giftLines = (from: OrderFacts) =>
  linesOf(from).map(({ lineId, quantity: units }) => ({ lineId, units }))

/** A shop whose policy offers every way to settle a gift, an order to give from, and somebody who gets it; for one test file. */
export function giftJourney() {
  const shop = installedShop()

  let order: OrderFacts
  /** The account of somebody else than the buyer. */
  let account: CustomerGid

  beforeEach(async () => {
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: {
        ...policy.baseline,
        outcomes: ['refund', 'store_credit', 'exchange'],
        exchangePrice: 'difference',
        bonus: { storeCreditPercent: 10, exchangePercent: 0 },
      },
    }))
    order = await orderNamed(shop(), '#1032')
    const others = await Promise.all(
      ['#1001', '#1002', '#1003', '#1008'].map((name) => orderNamed(shop(), name)),
    )
    const other = others.map(({ customer }) => customer?.id).find((id) => id !== order.customer?.id)
    if (other === undefined) throw new Error('Somebody else is needed')
    account = other
  })

  async function set(giftReturns: PortalSettings['giftReturns']) {
    const { ctx } = shop()
    const portal = PortalSettings.parse({ ...ctx.settings.portal, giftReturns })
    await withShop(ctx.shop, (tx) => savePortalSettings(tx, ctx.shop, portal))
    return { ...shop().as({ kind: 'shopper' }), settings: { ...ctx.settings, portal } }
  }

  async function codeFor(from: OrderFacts = order) {
    const ctx = shop().as({ kind: 'shopper' })
    const made = await makeGiftCode(ctx, {
      orderGid: from.id,
      lines: giftLines(from),
      requestKey: randomUUID(),
    })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    return made.value
  }

  async function asked(input: {
    readonly outcome: 'exchange' | 'store_credit'
    readonly customerGid?: CustomerGid | null
    readonly exchangeFor?: string
    readonly codeId?: string
  }) {
    const ctx = await set('exchange_or_credit')
    const { outcome, customerGid = account, exchangeFor } = input
    const codeId = input.codeId ?? (await codeFor()).id
    const lines = linesOf(order).map((line) => ({
      ...line,
      ...(exchangeFor === undefined ? {} : { exchangeFor }),
    }))
    return requestGiftReturn(ctx, {
      codeId,
      customerGid,
      submissionKey: randomUUID(),
      lines,
      outcome,
      locale: 'en',
      ...contact,
    })
  }

  async function made(input: Parameters<typeof asked>[0]) {
    const result = await asked(input)
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return result.value.returnId
  }

  /** What a variant of the same price is called in Shopify. */
  async function evenVariant(): Promise<string> {
    const ctx = await set('exchange')
    const quoted = await quoteGift(ctx, {
      codeId: (await codeFor()).id,
      customerGid: null,
      lines: linesOf(order),
    })
    if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
    const [first] = quoted.value.exchange?.lines[0]?.variants ?? []
    if (first === undefined) throw new Error('Nothing costs the same')
    return first.gid
  }

  const credits = () => ledgerOf(shop(), '').filter(({ kind }) => kind === 'bonus_credit')
  const refunds = () => ledgerOf(shop(), order.id).filter(({ kind }) => kind === 'refund')
  /** What Shopify itself told the buyer about the returns of the order. */
  const toldByShopify = () =>
  shop().devStore.engine.state.logs.notifications.filter(({ orderId, returnId }) => orderId === order.id && returnId !== null) // prettier-ignore
  const mailedTo = () => [...new Set(shop().mails.map(({ to }) => to.address))]

  async function credited(returnId: Awaited<ReturnType<typeof made>>) {
    await receive(shop(), returnId)
    const quoted = await quoteRefund(shop().ctx, { returnId })
    const [quote] = quoted.ok ? quoted.value.quotes : []
    if (quote === undefined) throw new Error(JSON.stringify(quoted))
    const paid = await refundReturn(shop().ctx, {
      returnId,
      method: 'store_credit',
      expected: quote.refund,
    })
    return { quote, paid }
  }

  async function giftIntent(returnId: Awaited<ReturnType<typeof made>>) {
    const { moneyIntents } = await stored(shop(), returnId)
    const [intent, ...others] = moneyIntents
    if (intent === undefined || others.length > 0) throw new Error('There is not exactly one intent')
    return intent
  }

  return {
    shop,
    order: () => order,
    /** Gives from another order. */
    giveFrom: (other: OrderFacts) => {
      order = other
    },
    account: () => account,
    set,
    codeFor,
    asked,
    made,
    evenVariant,
    credits,
    refunds,
    toldByShopify,
    mailedTo,
    credited,
    giftIntent,
  }
}

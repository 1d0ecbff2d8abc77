import { randomUUID } from 'node:crypto'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { judgeBy, ledgerOf, wholeLines } from './journey.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { quoteReturn } from '#app/use-cases/quote-return.server.ts'
import { refundReturn } from '#app/use-cases/refund-return.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'
import type { TestShop } from './shop.ts'

type Terms = {
  readonly exchangePrice?: 'difference' | 'even_only' | 'price_paid'
  readonly review?: 'automatic' | 'staff'
  readonly bonus?: { readonly storeCreditPercent: number; readonly exchangePercent: number }
}

type InShopify = {
  order: {
    totalOutstandingSet: { presentmentMoney: { amount: string } }
    fulfillmentOrders: { nodes: { status: string; lineItems: { nodes: { totalQuantity: number }[] } }[] }
    returns: { nodes: { exchangeLineItems: { nodes: { quantity: number; processedQuantity: number }[] } }[] }
  }
}

/** A shop whose policy offers exchanges, and the ways to ask for one, pay it and look at it in Shopify. */
export function exchangeJourney(shop: () => TestShop) {
  const offerExchange = (terms: Terms = {}) =>
    judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: {
        ...policy.baseline,
        review: 'automatic',
        outcomes: ['refund', 'store_credit', 'exchange'],
        exchangePrice: 'difference',
        ...terms,
      },
    }))

  const shopper = () => shop().as({ kind: 'shopper' })

  /** What one line of an order can be exchanged for. */
  async function offerOf(order: OrderFacts) {
    const lines = wholeLines(order, (index) => index === 0)
    const quoted = await quoteReturn(shopper(), { orderGid: order.id, lines })
    if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
    return { lines, quoted: quoted.value, variants: quoted.value.exchange?.lines[0]?.variants ?? [] }
  }

  /** Sets what Shopify has of a variant, or its price, past the app. */
  function change(variantGid: string, to: { stock?: number; price?: number }) {
    const { tables } = shop().devStore.engine.state
    const variant = tables.variants[variantGid]
    if (variant === undefined) throw new Error(`There is no ${variantGid}`)
    if (to.price !== undefined) variant.price = { ...variant.price, amount: to.price }
    if (to.stock === undefined) return
    for (const level of Object.values(tables.inventoryLevels))
      if (level.inventoryItemId === variant.inventoryItemId) level.quantities.available = to.stock
  }

  async function asked(order: OrderFacts, variantGid: string, fallback: ExchangeFallback = 'refund') {
    const { lines } = await offerOf(order)
    const wish = lines.map((line) => ({ ...line, exchangeFor: variantGid }))
    const quoted = await quoteReturn(shopper(), { orderGid: order.id, lines: wish, fallback })
    const promised = quoted.ok ? quoted.value.quotes.find(({ outcome }) => outcome === 'exchange') : undefined
    if (promised === undefined) throw new Error(`Not quoted: ${JSON.stringify(quoted)}`)
    const made = await requestReturn(shopper(), {
      orderGid: order.id,
      submissionKey: randomUUID(),
      lines: wish,
      outcome: 'exchange',
      fallback,
      locale: 'en',
    })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    return { made: made.value, promised }
  }

  async function quoteOf(returnId: ReturnId) {
    const quoted = await quoteRefund(shop().ctx, { returnId })
    if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
    const [quote] = quoted.value.quotes
    if (quote === undefined) throw new Error('There is no quote')
    return { quote }
  }

  async function pay(returnId: ReturnId) {
    const { quote } = await quoteOf(returnId)
    const paid = await refundReturn(shop().ctx, {
      returnId,
      method: 'original_payment',
      expected: quote.refund,
      expectedOwed: quote.owed,
    })
    return { quote, paid }
  }

  async function kinds(returnId: ReturnId) {
    const { shop: domain } = shop().ctx
    return (await withShop(domain, (tx) => listEvents(tx, domain, returnId))).map(({ event }) => event.kind)
  }

  /** The order as Shopify has it: what is open on it, parcels to be sent, goods in exchange. */
  async function inShopify(order: OrderFacts) {
    const query = `query($id: ID!) { order(id: $id) {
      totalOutstandingSet { presentmentMoney { amount } }
      fulfillmentOrders(first: 10) { nodes { status lineItems(first: 10) { nodes { totalQuantity } } } }
      returns(first: 10) { nodes { exchangeLineItems(first: 10) { nodes { quantity processedQuantity } } } }
    } }`
    const { order: found } = await shop().devStore.engine.asMerchant<InShopify>(shop().ctx.shop, query, {
      id: order.id,
    })
    return {
      open: found.totalOutstandingSet.presentmentMoney.amount,
      parcels: found.fulfillmentOrders.nodes.map(({ status }) => status).filter((one) => one !== 'CLOSED'),
      goods: found.returns.nodes.flatMap((one) => one.exchangeLineItems.nodes),
    }
  }

  const refundsOf = (name: string) => ledgerOf(shop(), name).filter(({ kind }) => kind === 'refund')
  const invoices = () =>
    shop().devStore.engine.state.logs.notifications.filter(({ template }) => template === 'order_invoice')

  return {
    offerExchange,
    shopper,
    offerOf,
    change,
    asked,
    quoteOf,
    pay,
    kinds,
    inShopify,
    refundsOf,
    invoices,
  }
}

import { describe, expect, it } from 'vitest'
import { createClock, createEngine, staffToken } from '../engine.ts'
import { auditOrder, auditedTotal } from './audit.ts'
import { parseAmount } from './minor-units.ts'

const MONEY = `query ($id: ID!) { order(id: $id) {
  name displayFinancialStatus returnStatus fullyPaid unpaid capturable refundable canMarkAsPaid paymentGatewayNames
  originalTotalPriceSet { shopMoney { amount } } totalPriceSet { presentmentMoney { amount currencyCode } } subtotalPriceSet { shopMoney { amount } }
  totalDiscountsSet { shopMoney { amount } } cartDiscountAmountSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } } taxLines { title rate priceSet { shopMoney { amount } } }
  totalShippingPriceSet { shopMoney { amount } } totalTipReceivedSet { shopMoney { amount } } originalTotalDutiesSet { shopMoney { amount } } originalTotalAdditionalFeesSet { shopMoney { amount } }
  currentTotalPriceSet { presentmentMoney { amount } } currentSubtotalPriceSet { shopMoney { amount } } currentTotalDiscountsSet { shopMoney { amount } } currentCartDiscountAmountSet { shopMoney { amount } }
  currentTotalTaxSet { shopMoney { amount } } currentTaxLines { title } currentShippingPriceSet { shopMoney { amount } } currentTotalDutiesSet { shopMoney { amount } } currentTotalAdditionalFeesSet { shopMoney { amount } }
  totalReceivedSet { presentmentMoney { amount } } totalRefundedSet { presentmentMoney { amount } } totalRefundedShippingSet { shopMoney { amount } } netPaymentSet { presentmentMoney { amount } }
  totalOutstandingSet { presentmentMoney { amount } } totalCapturableSet { shopMoney { amount } } refundDiscrepancySet { shopMoney { amount } } totalCashRoundingAdjustment { paymentSet { shopMoney { amount } } refundSet { shopMoney { amount } } }
  transactions { id kind status gateway formattedGateway amountSet { shopMoney { amount } presentmentMoney { amount } } parentTransaction { id } maximumRefundableV2 { amount } paymentDetails { ... on CardPaymentDetails { company number } } amountRoundingSet { shopMoney { amount } } currencyExchangeAdjustment { adjustment { amount } } }
  refunds { id note totalRefundedSet { presentmentMoney { amount } } duties { amountSet { shopMoney { amount } } } refundLineItems(first: 10) { nodes { quantity subtotalSet { shopMoney { amount } } } } orderAdjustments(first: 5) { nodes { reason } } }
  returns(first: 5) { nodes { name status } }
  suggestedRefund(suggestFullRefund: true) { amountSet { presentmentMoney { amount } } maximumRefundableSet { presentmentMoney { amount } } refundDuties { amountSet { shopMoney { amount } } } shipping { maximumRefundableSet { shopMoney { amount } } } suggestedTransactions { gateway amountSet { presentmentMoney { amount } } } }
} returnableFulfillments(orderId: $id, first: 10) { nodes { id fulfillment { id } returnableFulfillmentLineItems(first: 100) { nodes { quantity fulfillmentLineItem { id } } } } } }`

/** Reads a path of an answer. */
function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

describe('orders of the seed', () => {
  it('answer every money field, balance, and never suggest more than was paid', async () => {
    const engine = createEngine({ clock: createClock(0, () => Date.parse('2026-11-20T12:00:00Z')) })
    // Bulk orders are alike; the hand-made ones, which come first, and some bulk ones are enough.
    const orders = Object.values(engine.state.tables.orders).filter(
      (_, index) => index < 80 || index % 50 === 0,
    )
    expect(orders.length).toBeGreaterThan(20)
    for (const order of orders) {
      const request = { version: '2026-10', shop: order.shop, token: staffToken(order.shop) }
      const reply = await engine.graphql({ ...request, query: MONEY, variables: { id: order.id } })
      expect(at(reply.body, 'errors'), order.name).toBeUndefined()
      expect(auditOrder(engine.state, order, false), order.name).toEqual([])
      const read = (...path: string[]) =>
        parseAmount(
          String(at(reply.body, 'data', 'order', ...path, 'presentmentMoney', 'amount')),
          order.presentmentCurrency,
        ) ?? Number.NaN
      expect(BigInt(read('currentTotalPriceSet')), order.name).toBe(auditedTotal(order, 'presentment'))
      expect(read('suggestedRefund', 'amountSet'), order.name).toBeLessThanOrEqual(read('netPaymentSet'))
      const lines = at(reply.body, 'data', 'returnableFulfillments', 'nodes')
      for (const fulfillment of Array.isArray(lines) ? lines : []) {
        const returnLineItems = (at(fulfillment, 'returnableFulfillmentLineItems', 'nodes') as { quantity: number; fulfillmentLineItem: { id: string } }[]).map((one) => ({
          fulfillmentLineItemId: one.fulfillmentLineItem.id, quantity: one.quantity,
        })) // prettier-ignore
        const query =
          'query ($x: CalculateReturnInput!) { returnCalculate(input: $x) { id returnLineItems { id quantity subtotalSet { presentmentMoney { amount } } totalTaxSet { presentmentMoney { amount } } } } }'
        const calculated = await engine.graphql({
          ...request,
          query,
          variables: { x: { orderId: order.id, returnLineItems } },
        })
        expect(at(calculated.body, 'errors'), order.name).toBeUndefined()
      }
    }
  })
})

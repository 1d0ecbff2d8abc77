import type { Order, Return } from '../engine/state.ts'
import { formatFixed } from '../engine/money/minor-units.ts'
import type { Dice } from './flow-order.ts'

/** One call of a flow: a document with variables. */
export type Call = { name: string; query: string; variables: Record<string, unknown> }

const ERRORS = 'userErrors { field message code }'
const RETURN =
  'id name status totalQuantity returnLineItems(first: 50) { nodes { id quantity processedQuantity unprocessedQuantity processableQuantity refundableQuantity refundedQuantity } } reverseFulfillmentOrders(first: 10) { nodes { id status lineItems(first: 50) { nodes { id totalQuantity dispositions { type quantity } } } } } refunds(first: 20) { nodes { id totalRefundedSet { presentmentMoney { amount currencyCode } } } }'

const REASONS = Array.from({ length: 10 }, (_, i) => `gid://shopify/ReturnReasonDefinition/${i + 1}`)

const mutation = (name: string, argument: string, type: string, selection: string) =>
  `mutation Flow($x: ${type}) { ${name}(${argument}: $x) { ${selection} ${ERRORS} } }`

function lines(order: Order, dice: Dice, withNote: boolean) {
  const shipped = order.fulfillments.flatMap((one) => one.lineItems)
  if (shipped.length === 0)
    return [
      {
        fulfillmentLineItemId: 'gid://shopify/FulfillmentLineItem/1',
        quantity: 1,
        returnReasonDefinitionId: REASONS[1],
      },
    ]
  const count = dice.int(1, Math.min(3, shipped.length))
  return Array.from({ length: count }, () => {
    const item = dice.pick(shipped)
    return {
      fulfillmentLineItemId: dice.chance(0.03) ? 'gid://shopify/FulfillmentLineItem/99999999' : item.id,
      quantity: dice.chance(0.05)
        ? item.quantity + 1
        : dice.int(1, Math.max(1, Math.ceil(item.quantity / 2))),
      ...(dice.chance(0.03) ? {} : { returnReasonDefinitionId: dice.pick(REASONS) }),
      ...(dice.chance(0.3) ? { restockingFee: { percentage: dice.pick([10, 12.5, 33.333, 100]) } } : {}),
      ...(withNote
        ? { returnReasonNote: 'as agreed' }
        : dice.chance(0.3)
          ? { customerNote: 'it does not fit' }
          : {}),
    }
  })
}

const money = (order: Order, minor: number) => ({
  amount: formatFixed(minor, order.presentmentCurrency),
  currencyCode: order.presentmentCurrency,
})

const shippingFee = (order: Order, dice: Dice) =>
  dice.chance(0.25) ? { returnShippingFee: { amount: money(order, dice.int(1, 900)) } } : {}

export function requestCall(order: Order, dice: Dice): Call {
  const x = { orderId: order.id, returnLineItems: lines(order, dice, false), ...shippingFee(order, dice) }
  return {
    name: 'returnRequest',
    query: mutation('returnRequest', 'input', 'ReturnRequestInput!', `return { ${RETURN} }`),
    variables: { x },
  }
}

export function createCall(order: Order, dice: Dice): Call {
  const exchange = dice.chance(0.4)
    ? {
        exchangeLineItems: [
          {
            variantId: `gid://shopify/ProductVariant/${dice.int(1, 6)}`,
            quantity: dice.int(1, 3),
            ...(dice.chance(0.4) ? { appliedDiscount: { value: { percentage: dice.pick([10, 100]) } } } : {}),
          },
        ],
      }
    : {}
  const x = {
    orderId: order.id,
    returnLineItems: lines(order, dice, true),
    ...exchange,
    ...shippingFee(order, dice),
  }
  return {
    name: 'returnCreate',
    query: mutation('returnCreate', 'returnInput', 'ReturnInput!', `return { ${RETURN} }`),
    variables: { x },
  }
}

export function approveCall(one: Return, dice: Dice): Call {
  const x = { id: one.id, notifyCustomer: dice.chance(0.5) }
  return {
    name: 'returnApproveRequest',
    query: mutation('returnApproveRequest', 'input', 'ReturnApproveRequestInput!', `return { ${RETURN} }`),
    variables: { x },
  }
}

export function declineCall(one: Return): Call {
  const x = { id: one.id, declineReason: 'OTHER', declineNote: 'no' }
  return {
    name: 'returnDeclineRequest',
    query: mutation(
      'returnDeclineRequest',
      'input',
      'ReturnDeclineRequestInput!',
      'return { id status decline { reason note } }',
    ),
    variables: { x },
  }
}

export function stateCall(one: Return, dice: Dice): Call {
  const name = dice.pick(['returnClose', 'returnReopen', 'returnCancel'])
  return {
    name,
    query: `mutation Flow($x: ID!) { ${name}(id: $x) { return { ${RETURN} } ${ERRORS} } }`,
    variables: { x: one.id },
  }
}

export function removeCall(one: Return, dice: Dice): Call {
  const item = one.lineItems.length > 0 ? dice.pick(one.lineItems) : undefined
  return {
    name: 'removeFromReturn',
    query: `mutation Flow($id: ID!, $lines: [ReturnLineItemRemoveFromReturnInput!]) { removeFromReturn(returnId: $id, returnLineItems: $lines) { return { ${RETURN} } ${ERRORS} } }`,
    variables: {
      id: one.id,
      lines: item ? [{ returnLineItemId: item.id, quantity: dice.int(0, item.quantity) }] : [],
    },
  }
}

const reverseLines = (one: Return) => one.reverseFulfillmentOrders.flatMap((reverse) => reverse.lineItems)

export function disposeCall(one: Return, dice: Dice): Call {
  const line = reverseLines(one).length > 0 ? dice.pick(reverseLines(one)) : undefined
  return {
    name: 'reverseFulfillmentOrderDispose',
    query: `mutation Flow($x: [ReverseFulfillmentOrderDisposeInput!]!) { reverseFulfillmentOrderDispose(dispositionInputs: $x) { reverseFulfillmentOrderLineItems { id totalQuantity dispositions { type quantity location { id } } } ${ERRORS} } }`,
    variables: { x: line ? [disposition(line.id, dice.int(1, Math.max(1, line.totalQuantity)), dice)] : [] },
  }
}

function disposition(id: string, quantity: number, dice: Dice) {
  const dispositionType = dice.pick([
    'RESTOCKED',
    'RESTOCKED',
    'NOT_RESTOCKED',
    'MISSING',
    'PROCESSING_REQUIRED',
  ])
  return {
    reverseFulfillmentOrderLineItemId: id,
    quantity,
    dispositionType,
    locationId: `gid://shopify/Location/${dice.int(1, 2)}`,
  }
}

export function deliveryCall(one: Return, dice: Dice): Call {
  const reverse = one.reverseFulfillmentOrders[0]
  const line = reverse?.lineItems[0]
  const some =
    line && dice.chance(0.4)
      ? [{ reverseFulfillmentOrderLineItemId: line.id, quantity: dice.int(1, line.totalQuantity) }]
      : []
  return {
    name: 'reverseDeliveryCreateWithShipping',
    query: `mutation Flow($id: ID!, $lines: [ReverseDeliveryLineItemInput!]!) { reverseDeliveryCreateWithShipping(reverseFulfillmentOrderId: $id, reverseDeliveryLineItems: $lines, trackingInput: { number: "1Z999AA10123456784" }, notifyCustomer: false) { reverseDelivery { id deliverable { ... on ReverseDeliveryShippingDeliverable { tracking { carrierName number url } label { publicFileUrl } } } reverseDeliveryLineItems(first: 10) { nodes { quantity } } } ${ERRORS} } }`,
    variables: { id: reverse?.id ?? 'gid://shopify/ReverseFulfillmentOrder/1', lines: some },
  }
}

export const OUTCOME = `query Flow($id: ID!, $lines: [SuggestedOutcomeReturnLineItemInput!]!, $exchange: [SuggestedOutcomeExchangeLineItemInput!]!, $shipping: RefundShippingInput, $duties: [RefundDutyInput!], $allocation: RefundMethodAllocation) { return(id: $id) { suggestedFinancialOutcome(returnLineItems: $lines, exchangeLineItems: $exchange, refundShipping: $shipping, refundDuties: $duties, refundMethodAllocation: $allocation) { discountedSubtotal { presentmentMoney { amount } } totalTax { presentmentMoney { amount } } totalCartDiscountAmount { presentmentMoney { amount } } totalDuties { presentmentMoney { amount } } shipping { amountSet { presentmentMoney { amount } } maximumRefundableSet { presentmentMoney { amount } } } maximumRefundable { presentmentMoney { amount } } financialTransfer { __typename ... on RefundReturnOutcome { amount { presentmentMoney { amount currencyCode } } suggestedTransactions { gateway kind amountSet { presentmentMoney { amount currencyCode } } parentTransaction { id } } suggestedRefundMethods { __typename ... on SuggestedStoreCreditRefund { amount { presentmentMoney { amount } } } } } ... on InvoiceReturnOutcome { amount { presentmentMoney { amount } } } } } } }`

/** What a flow processes of a return: some units, with dispositions, and some exchange units. */
export type Batch = {
  lines: { id: string; quantity: number; dispositions?: unknown[] }[]
  exchange: { id: string; quantity: number }[]
  shipping: { fullRefund: boolean } | undefined
  duties: { dutyId: string; refundType: string }[]
}

export function chooseBatch(order: Order, one: Return, dice: Dice): Batch {
  const chosen = one.lineItems.filter((item) => item.quantity > item.processedQuantity && dice.chance(0.8))
  return {
    lines: chosen.map((item) => {
      const quantity = dice.chance(0.7)
        ? item.quantity - item.processedQuantity
        : dice.int(1, item.quantity - item.processedQuantity)
      const reverse = reverseLines(one).find((line) => line.returnLineItemId === item.id)
      return {
        id: item.id,
        quantity,
        ...(reverse && dice.chance(0.4)
          ? { dispositions: [disposition(reverse.id, dice.int(1, quantity), dice)] }
          : {}),
      }
    }),
    exchange: one.exchangeLineItems
      .filter((item) => item.quantity - item.removedQuantity - item.processedQuantity > 0 && dice.chance(0.8))
      .map((item) => ({
        id: item.id,
        quantity: item.quantity - item.removedQuantity - item.processedQuantity,
      })),
    shipping: dice.chance(0.2) ? { fullRefund: true } : undefined,
    duties: order.lineItems
      .flatMap((line) => line.duties)
      .filter(() => dice.chance(0.4))
      .map((duty) => ({ dutyId: duty.id, refundType: dice.pick(['FULL', 'PROPORTIONAL']) })),
  }
}

export function processCall(one: Return, batch: Batch, issueRefund: object | undefined): Call {
  const x = {
    returnId: one.id,
    returnLineItems: batch.lines,
    exchangeLineItems: batch.exchange,
    refundDuties: batch.duties,
    ...(batch.shipping ? { refundShipping: batch.shipping } : {}),
    ...(issueRefund ? { financialTransfer: { issueRefund } } : {}),
    note: 'flow',
  }
  return {
    name: 'returnProcess',
    query: mutation('returnProcess', 'input', 'ReturnProcessInput!', `return { ${RETURN} }`),
    variables: { x },
  }
}

export const SUGGESTED = `query Flow($id: ID!, $lines: [RefundLineItemInput!], $shipping: Boolean, $duties: [RefundDutyInput!]) { order(id: $id) { suggestedRefund(refundLineItems: $lines, refundShipping: $shipping, refundDuties: $duties) { amountSet { shopMoney { amount } presentmentMoney { amount } } subtotalSet { presentmentMoney { amount } } totalTaxSet { presentmentMoney { amount } } refundLineItems { quantity subtotalSet { presentmentMoney { amount } } totalTaxSet { presentmentMoney { amount } } } suggestedTransactions { gateway amountSet { presentmentMoney { amount } } parentTransaction { id } } } } }`

export function refundCall(order: Order, input: Record<string, unknown>, key: string): Call {
  const x = { orderId: order.id, currency: order.presentmentCurrency, ...input }
  return {
    name: 'refundCreate',
    query:
      'mutation Flow($x: RefundInput!, $key: String!) { refundCreate(input: $x) @idempotent(key: $key) { refund { id totalRefundedSet { presentmentMoney { amount currencyCode } } refundLineItems(first: 20) { nodes { quantity restockType subtotalSet { presentmentMoney { amount } } totalTaxSet { presentmentMoney { amount } } } } transactions(first: 20) { nodes { id kind status amountSet { presentmentMoney { amount } shopMoney { amount } } parentTransaction { id } } } orderAdjustments(first: 5) { nodes { reason amountSet { presentmentMoney { amount } } } } } order { id displayFinancialStatus } userErrors { field message } } }',
    variables: { x, key },
  }
}

export function creditCall(order: Order, dice: Dice): Call {
  const debit = dice.chance(0.4)
  const name = debit ? 'storeCreditAccountDebit' : 'storeCreditAccountCredit'
  const amount = money(order, dice.int(0, 2000))
  const input = debit
    ? { debitAmount: amount }
    : { creditAmount: amount, ...(dice.chance(0.3) ? { expiresAt: '2026-10-20T00:00:00Z' } : {}) }
  const [argument, type] = debit
    ? ['debitInput', 'StoreCreditAccountDebitInput!']
    : ['creditInput', 'StoreCreditAccountCreditInput!']
  return {
    name,
    query: `mutation Flow($id: ID!, $x: ${type}) { ${name}(id: $id, ${argument}: $x) { storeCreditAccountTransaction { id amount { amount currencyCode } balanceAfterTransaction { amount } account { id balance { amount } } } ${ERRORS} } }`,
    variables: { id: 'gid://shopify/Customer/1', x: input },
  }
}

export const BOOKS =
  'query Flow($id: ID!) { order(id: $id) { displayFinancialStatus returnStatus totalPriceSet { shopMoney { amount } presentmentMoney { amount } } currentTotalPriceSet { shopMoney { amount } presentmentMoney { amount } } netPaymentSet { shopMoney { amount } presentmentMoney { amount } } totalReceivedSet { presentmentMoney { amount } } totalRefundedSet { presentmentMoney { amount } } totalOutstandingSet { shopMoney { amount } presentmentMoney { amount } } lineItems(first: 50) { nodes { id quantity currentQuantity refundableQuantity unfulfilledQuantity } } refunds { id totalRefundedSet { presentmentMoney { amount } } } } returnableFulfillments(orderId: $id, first: 10) { nodes { id returnableFulfillmentLineItems(first: 20) { nodes { quantity fulfillmentLineItem { id } } } } } }'

export const CALCULATE =
  'query Flow($x: CalculateReturnInput!) { returnCalculate(input: $x) { returnLineItems { quantity restockingFee { amountSet { presentmentMoney { amount } } } subtotalSet { presentmentMoney { amount } } totalTaxSet { presentmentMoney { amount } } } returnShippingFee { amountSet { presentmentMoney { amount } } } } }'

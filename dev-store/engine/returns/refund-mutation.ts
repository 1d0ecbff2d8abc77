import type { Context, UserErrorValue } from '../context.ts'
import { issueRefund, transferProblem } from '../money/issue-refund.ts'
import { formatForMessage, parseAmount } from '../money/minor-units.ts'
import { emitOrderUpdated } from '../money/order-updated.ts'
import { isPayment } from '../money/payments.ts'
import { emitRefund } from '../money/refund-bodies.ts'
import { salesBack } from '../money/sales-back.ts'
import { owedAfter } from '../money/suggestion.ts'
import { countUnits, sliceRanges } from '../money/unit-ranges.ts'
import type { Refund } from '../state.ts'
import { findReturn, lineOf, returnError } from './find-return.ts'
import { unrefunded } from './outcome.ts'
import { shippingWanted } from './process-mutation.ts'
import type { IssueRefundInput, RefundDutyInput, RefundShippingInput } from './process-mutation.ts'
import { notify } from './request-mutations.ts'

type Args = {
  returnRefundInput: {
    returnId: string
    returnRefundLineItems: { returnLineItemId: string; quantity: number }[]
    orderTransactions?: IssueRefundInput['orderTransactions'] | null
    refundShipping?: RefundShippingInput | null
    refundDuties?: RefundDutyInput[] | null
    notifyCustomer?: boolean | null
  }
}
type Payload = { refund: Refund | null; userErrors: UserErrorValue[] }

const refused = (...userErrors: UserErrorValue[]): Payload => ({ refund: null, userErrors })

/** The deprecated `returnRefund`: money for lines of an OPEN or CLOSED return, processed or not; quantities processed stay. */
export function returnRefund(
  _source: unknown,
  { returnRefundInput: input }: Args,
  context: Context,
): Payload {
  const known = findReturn(context, input.returnId)
  if (!known) return refused(returnError(['returnRefundInput', 'returnId'], 'Return not found.', 'NOT_FOUND'))
  const { found } = known
  if (found.status !== 'OPEN' && found.status !== 'CLOSED') {
    return refused(
      returnError(['returnRefundInput', 'returnId'], 'Return status is invalid.', 'INVALID_STATE'),
    )
  }
  const problems: UserErrorValue[] = []
  const chosen = input.returnRefundLineItems.flatMap(({ returnLineItemId, quantity }, index) => {
    const at = ['returnRefundInput', 'returnRefundLineItems', String(index)]
    const item = found.lineItems.find((one) => one.id === returnLineItemId)
    if (!item) {
      problems.push(returnError([...at, 'returnLineItemId'], 'Return line item was not found.', 'NOT_FOUND'))
      return []
    }
    const units = sliceRanges(unrefunded(known.order, item), 0, quantity)
    if (quantity < 1 || countUnits(units) !== quantity) {
      problems.push(returnError([...at, 'quantity'], 'Return line item has an invalid quantity.', 'INVALID'))
    }
    return [{ item, line: lineOf(known.order, item.lineItemId), quantity, units }]
  })
  const transfers = (input.orderTransactions ?? []).flatMap((one, index) => {
    const parent = known.order.transactions.find((candidate) => candidate.id === one.parentId)
    const amount = parseAmount(one.transactionAmount.amount, known.order.presentmentCurrency) ?? 0
    if (parent && isPayment(parent) && amount > 0) return [{ parent, amount }]
    const at = ['returnRefundInput', 'orderTransactions', String(index)]
    problems.push(returnError([...at, 'parentId'], 'Order transaction was not found.', 'NOT_FOUND'))
    return []
  })
  if (problems.length > 0) return refused(...problems)
  const problem = transferProblem(known.order, transfers, [])
  if (problem) {
    const print = (minor: number) => formatForMessage(minor, known.order.presentmentCurrency)
    return refused(
      returnError(
        null,
        `Refund amount ${print(problem.requested)} is greater than net payment received ${print(problem.available)}`,
        'INVALID',
      ),
    )
  }
  const order = context.edit('orders', known.order.id)
  const back = salesBack(order, {
    lines: chosen,
    shipping: shippingWanted(order, input.refundShipping),
    duties: input.refundDuties ?? [],
    tipLineId: null,
  })
  const issued = issueRefund(context, order, {
    returnId: found.id,
    note: null,
    processedAt: context.now,
    back,
    restock: chosen.map(() => ({ restockType: 'NO_RESTOCK', restocked: false, locationId: null })),
    transfers,
    storeCredit: [],
    drop: back.salesDrop,
    owed: owedAfter(order, back.salesDrop),
    discrepancyReason: 'REFUND_DISCREPANCY',
    root: 'returnRefund',
  })
  if (issued.refusal !== null)
    return refused(returnError(['returnRefundInput', 'orderTransactions'], issued.refusal, 'INVALID'))
  found.refundIds.push(issued.refund.id)
  for (const { item, quantity } of chosen) item.refundedQuantity += quantity
  if (input.notifyCustomer === true)
    notify(context, order, found, 'refund_notification', `Refund for return ${found.name}`)
  emitRefund(context, order, issued)
  emitOrderUpdated(context, order)
  return { refund: issued.refund, userErrors: [] }
}

import type { Context, UserErrorValue } from '../context.ts'
import { fromPresentment, orderRatePair } from '../money/amounts.ts'
import { returnableQuantity, unclaimedUnits } from '../money/claims.ts'
import { parseAmount } from '../money/minor-units.ts'
import { restockingFee } from '../money/order-totals.ts'
import { countUnits, sliceRanges } from '../money/unit-ranges.ts'
import type { Order, Return, ReturnLineItem, ReturnReasonDefinition, ReturnShippingFee } from '../state.ts'
import { findFulfillmentLine, lineOf, returnError } from './find-return.ts'

export type MoneyInput = { amount: string; currencyCode: string }
export type ReturnLineInput = {
  fulfillmentLineItemId: string
  quantity: number
  returnReason?: string | null
  returnReasonDefinitionId?: string | null
  returnReasonNote?: string | null
  customerNote?: string | null
  restockingFee?: { percentage: number } | null
}
export type ReturnShippingFeeInput = { amount: MoneyInput }

type Root = 'input' | 'returnInput'
const LONGEST_CUSTOMER_NOTE = 300
const LONGEST_REASON_NOTE = 255
const INVALID_QUANTITY = 'Return line item has an invalid quantity.'
const NOTE_REQUIRED =
  'Return line items return reason note The note is required when the return reason is "Other"'

/** The definition that a line names, directly or by the deprecated enum. */
function reasonOf(context: Context, input: ReturnLineInput): ReturnReasonDefinition | undefined {
  const library = context.state.tables.returnReasonDefinitions
  const byId = input.returnReasonDefinitionId
  if (byId !== null && byId !== undefined) return library[byId]
  return Object.values(library).find((one) => one.reason === input.returnReason && !one.deleted)
}

/**
 * Checks the lines of returnRequest (`root` "input") or returnCreate ("returnInput"). All of a batch is refused when one
 * line is wrong. Messages and fields are recorded (return-quantity-validation, return-reason-validation), lengths schema.
 */
export function lineProblems(
  context: Context,
  order: Order,
  root: Root,
  lines: readonly ReturnLineInput[],
): UserErrorValue[] {
  if (lines.length === 0) {
    return [
      returnError(
        [root, 'returnLineItems'],
        'Return line items must contain at least one line item.',
        'BLANK',
      ),
    ]
  }
  const asked = new Map<string, number>()
  return lines.flatMap((input, index) => {
    const at = [root, 'returnLineItems', String(index)]
    const target = findFulfillmentLine(order, input.fulfillmentLineItemId)
    if (!target) {
      return [
        returnError([...at, 'fulfillmentLineItemId'], 'Fulfillment Line Item was not found.', 'NOT_FOUND'),
      ]
    }
    const reasons = reasonProblems(context, root, at, input)
    if (reasons.length > 0) return reasons
    const before = asked.get(target.id) ?? 0
    asked.set(target.id, before + input.quantity)
    if (input.quantity < 1 || before + input.quantity > returnableQuantity(order, target)) {
      return [returnError([...at, 'quantity'], INVALID_QUANTITY, 'INVALID')]
    }
    return textAndFeeProblems(at, input)
  })
}

function reasonProblems(
  context: Context,
  root: Root,
  at: string[],
  input: ReturnLineInput,
): UserErrorValue[] {
  const definitionId = input.returnReasonDefinitionId ?? null
  const enumReason = input.returnReason ?? null
  if (definitionId === null && enumReason === null) {
    return root === 'input'
      ? [returnError([...at, 'returnReason'], "Return reason can't be blank", 'BLANK')]
      : [
          returnError(
            at,
            'Return line items Either return reason or return reason definition must be provided',
            'NOT_FOUND',
          ),
        ]
  }
  const definition = reasonOf(context, input)
  if (definitionId !== null && (!definition || definition.deleted)) {
    return [
      returnError(
        [...at, 'returnReasonDefinitionId'],
        'Return reason definition was not found.',
        'NOT_FOUND',
      ),
    ]
  }
  const isOther = definitionId === null ? enumReason === 'OTHER' : definition?.handle === 'other-reason'
  // Only returnCreate asks for the note; a customer's request may leave it out (recorded).
  if (root === 'returnInput' && isOther && (input.returnReasonNote ?? '').trim() === '') {
    return [returnError([...at, 'returnReasonNote'], NOTE_REQUIRED, 'BLANK')]
  }
  return []
}

function textAndFeeProblems(at: string[], input: ReturnLineInput): UserErrorValue[] {
  const problems: UserErrorValue[] = []
  if (Array.from(input.customerNote ?? '').length > LONGEST_CUSTOMER_NOTE) {
    problems.push(
      returnError(
        [...at, 'customerNote'],
        `Customer note is too long (maximum is ${LONGEST_CUSTOMER_NOTE} characters)`,
        'TOO_LONG',
      ),
    )
  }
  if (Array.from(input.returnReasonNote ?? '').length > LONGEST_REASON_NOTE) {
    problems.push(
      returnError(
        [...at, 'returnReasonNote'],
        `Return reason note is too long (maximum is ${LONGEST_REASON_NOTE} characters)`,
        'TOO_LONG',
      ),
    )
  }
  const percentage = input.restockingFee?.percentage
  if (percentage !== undefined && !(percentage >= 0 && percentage <= 100)) {
    problems.push(
      returnError([...at, 'restockingFee', 'percentage'], 'Percentage must be between 0 and 100', 'INVALID'),
    )
  }
  return problems
}

/** Checks a return shipping fee: an amount above zero in the order's presentment currency (schema text). */
export function shippingFeeProblems(
  order: Order,
  root: Root,
  fee: ReturnShippingFeeInput | null | undefined,
): UserErrorValue[] {
  if (!fee) return []
  const at = [root, 'returnShippingFee', 'amount']
  if (fee.amount.currencyCode !== order.presentmentCurrency) {
    return [
      returnError(
        [...at, 'currencyCode'],
        'Currency code must match the presentment currency of the order.',
        'INVALID',
      ),
    ]
  }
  const minor = parseAmount(fee.amount.amount, order.presentmentCurrency)
  if (minor === undefined || minor < 0)
    return [returnError([...at, 'amount'], 'Amount must be greater than or equal to 0', 'INVALID')]
  return []
}

/** Adds checked lines to a return that is in the order already, each claiming the first free units of its order line. */
export function addLines(
  context: Context,
  order: Order,
  target: Return,
  lines: readonly ReturnLineInput[],
): void {
  for (const input of lines) {
    const fulfilled = findFulfillmentLine(order, input.fulfillmentLineItemId)
    if (!fulfilled) throw new Error(`dev store: unchecked fulfillment line ${input.fulfillmentLineItemId}`)
    const units = sliceRanges(unclaimedUnits(order, lineOf(order, fulfilled.lineItemId)), 0, input.quantity)
    if (countUnits(units) !== input.quantity)
      throw new Error(`dev store: ${order.name} has no ${input.quantity} free units`)
    const definition = reasonOf(context, input)
    const item: ReturnLineItem = {
      id: context.nextId('ReturnLineItem'),
      fulfillmentLineItemId: fulfilled.id,
      lineItemId: fulfilled.lineItemId,
      quantity: input.quantity,
      processedQuantity: 0,
      refundedQuantity: 0,
      units: units.map(([from, to]) => [from, to]),
      reasonDefinitionId: definition?.id ?? null,
      reason: input.returnReason ?? definition?.reason ?? 'UNKNOWN',
      reasonNote: input.returnReasonNote ?? '',
      customerNote: input.customerNote ?? null,
      restockingFee: null,
    }
    if (input.restockingFee) {
      item.restockingFee = {
        id: context.nextId('Fee'),
        percentage: input.restockingFee.percentage,
        amount: { shop: 0, presentment: 0 },
      }
      item.restockingFee.amount = restockingFee(order, item, 0, item.quantity)
    }
    target.lineItems.push(item)
  }
}

/** The fee of a return, as it is kept: nothing for no fee or a zero one. */
export function shippingFees(
  context: Context,
  order: Order,
  fee: ReturnShippingFeeInput | null | undefined,
): ReturnShippingFee[] {
  const minor = fee ? parseAmount(fee.amount.amount, order.presentmentCurrency) : undefined
  if (minor === undefined || minor === 0) return []
  return [
    {
      id: context.nextId('Fee'),
      amount: fromPresentment(order, minor, orderRatePair(order)),
      processed: false,
    },
  ]
}

import type { Context, UserErrorValue } from '../context.ts'
import { disposedQuantity } from '../money/statuses.ts'
import type {
  DispositionType,
  Order,
  Return,
  ReverseDelivery,
  ReverseFulfillmentOrder,
  ReverseFulfillmentOrderLineItem,
} from '../state.ts'
import { findReverseLine, lineOf, returnError } from './find-return.ts'
import { moveStock } from './stock.ts'
import { disposeBody } from './webhook-bodies.ts'
import type { DisposedUnits } from './webhook-bodies.ts'

export type DisposeInput = {
  reverseFulfillmentOrderLineItemId: string
  quantity: number
  dispositionType: DispositionType
  locationId?: string | null
}

/** Opens the reverse fulfilment orders of an approved return: one for each location its lines were shipped from. */
export function openReverseFulfillment(context: Context, order: Order, target: Return): void {
  const locations = new Map<string | null, ReverseFulfillmentOrder>()
  for (const item of target.lineItems) {
    const fulfillment = order.fulfillments.find((one) =>
      one.lineItems.some((line) => line.id === item.fulfillmentLineItemId),
    )
    const locationId = fulfillment?.locationId ?? null
    let reverse = locations.get(locationId)
    if (!reverse) {
      reverse = {
        id: context.nextId('ReverseFulfillmentOrder'),
        status: 'OPEN',
        locationId,
        thirdPartyConfirmation: null,
        lineItems: [],
        reverseDeliveries: [],
      }
      locations.set(locationId, reverse)
      target.reverseFulfillmentOrders.push(reverse)
    }
    reverse.lineItems.push({
      id: context.nextId('ReverseFulfillmentOrderLineItem'),
      returnLineItemId: item.id,
      fulfillmentLineItemId: item.fulfillmentLineItemId,
      totalQuantity: item.quantity,
      dispositions: [],
    })
  }
}

/** Checks disposition inputs of one RFO; `at` is where they stand in the input (recorded: return-reverse-logistics). */
export function dispositionProblems(
  context: Context,
  at: string[],
  inputs: readonly DisposeInput[],
): UserErrorValue[] {
  if (inputs.length === 0) return [returnError(at, 'The array cannot be empty.', 'BLANK')]
  const found = inputs.map((input) => findReverseLine(context, input.reverseFulfillmentOrderLineItemId))
  const reverses = new Set(found.map((one) => one?.reverse.id))
  if (reverses.size !== 1 || reverses.has(undefined)) {
    return [returnError(at, 'Cannot dispose items from more than one reverse fulfillment order.', 'INVALID')]
  }
  const asked = new Map<string, number>()
  return inputs.flatMap((input, index) => {
    const one = found[index]
    if (!one) return []
    const before = asked.get(one.line.id) ?? 0
    asked.set(one.line.id, before + input.quantity)
    return oneProblem(context, [...at, String(index)], input, one, before)
  })
}

type Found = NonNullable<ReturnType<typeof findReverseLine>>

function oneProblem(
  context: Context,
  at: string[],
  input: DisposeInput,
  one: Found,
  before: number,
): UserErrorValue[] {
  const problems: UserErrorValue[] = []
  if (one.reverse.status === 'CANCELED') {
    return [returnError(at, 'Reverse fulfillment order is canceled.', 'INVALID_STATE')]
  }
  const isRestocked = input.dispositionType === 'RESTOCKED'
  const isCustom =
    lineOf(
      one.order,
      one.found.lineItems.find((item) => item.id === one.line.returnLineItemId)?.lineItemId ?? '',
    ).variantId === null
  if (isRestocked && isCustom) {
    const message = 'RESTOCKED is an invalid disposition type for a custom line item.'
    problems.push(returnError([...at, 'dispositionType'], message, 'INVALID'))
  }
  const locationId = input.locationId ?? null
  if (locationId === null ? isRestocked : context.get('locations', locationId) === undefined) {
    problems.push(returnError([...at, 'locationId'], 'Location not found.', 'NOT_FOUND'))
  }
  const left = one.line.totalQuantity - disposedQuantity(one.line) - before
  // Shopify once let a custom line be disposed more often than it has units; that is a switch of the shop here.
  const isLoose = context.shop.looseDisposal && isCustom
  if (input.quantity < 1 || (input.quantity > left && !isLoose)) {
    const message =
      'Quantity is invalid. It must be greater than 0 and not exceed the quantity left to dispose.'
    problems.push(returnError([...at, 'quantity'], message, 'INVALID'))
  }
  return problems
}

/**
 * Disposes checked units of an RFO in an order that is open for change: RESTOCKED raises available and on hand at its
 * location, the others do not. The RFO closes when every unit is disposed.
 */
export function dispose(
  context: Context,
  order: Order,
  inputs: readonly DisposeInput[],
): ReverseFulfillmentOrderLineItem[] {
  const disposed: DisposedUnits[] = []
  const lines = new Set<ReverseFulfillmentOrderLineItem>()
  let reverse: ReverseFulfillmentOrder | undefined
  for (const input of inputs) {
    const found = findReverseLineIn(order, input.reverseFulfillmentOrderLineItemId)
    reverse = found.reverse
    const locationId = input.locationId ?? null
    found.line.dispositions.push({
      id: context.nextId('ReverseFulfillmentOrderDisposition'),
      type: input.dispositionType,
      quantity: input.quantity,
      locationId,
      createdAt: context.now,
    })
    lines.add(found.line)
    const deliveryLine = reverse.reverseDeliveries
      .flatMap((delivery) => delivery.lineItems)
      .find((one) => one.reverseFulfillmentOrderLineItemId === found.line.id)
    disposed.push({
      type: input.dispositionType,
      quantity: input.quantity,
      locationId,
      lineId: found.line.id,
      deliveryLineId: deliveryLine?.id ?? null,
    })
    if (input.dispositionType === 'RESTOCKED' && locationId !== null) {
      const variantId = lineOf(order, found.lineItemId).variantId
      moveStock(context, {
        variantId,
        locationId,
        deltas: { available: input.quantity, on_hand: input.quantity },
      })
    }
  }
  if (reverse) {
    closeWhenDisposed(reverse)
    context.emit('reverse_fulfillment_orders/dispose', disposeBody(reverse, disposed))
  }
  return [...lines]
}

function closeWhenDisposed(reverse: ReverseFulfillmentOrder): void {
  if (reverse.status !== 'OPEN') return
  if (reverse.lineItems.every((line) => disposedQuantity(line) >= line.totalQuantity))
    reverse.status = 'CLOSED'
}

function findReverseLineIn(order: Order, id: string) {
  for (const found of order.returns) {
    for (const reverse of found.reverseFulfillmentOrders) {
      const line = reverse.lineItems.find((one) => one.id === id)
      const item = found.lineItems.find((one) => one.id === line?.returnLineItemId)
      if (line && item) return { reverse, line, lineItemId: item.lineItemId }
    }
  }
  throw new Error(`dev store: unchecked reverse line ${id}`)
}

/** Takes units off the RFO lines of a return line; lines without units leave, disposed units stay. */
export function shrinkReverseLines(target: Return, returnLineItemId: string, quantity: number): void {
  let left = quantity
  for (const reverse of target.reverseFulfillmentOrders) {
    for (const line of reverse.lineItems.filter((one) => one.returnLineItemId === returnLineItemId)) {
      const taken = Math.min(left, line.totalQuantity - disposedQuantity(line))
      line.totalQuantity -= taken
      left -= taken
    }
    reverse.lineItems = reverse.lineItems.filter((one) => one.totalQuantity > 0)
    if (reverse.lineItems.length === 0 && reverse.status === 'OPEN') reverse.status = 'CLOSED'
    else closeWhenDisposed(reverse)
  }
}

const CARRIERS: readonly (readonly [name: string, number: RegExp, host: RegExp])[] = [
  ['UPS', /^1Z[0-9A-Z]{16}$/i, /(^|\.)ups\.com$/],
  ['USPS', /^(94|93|92|95)\d{18,20}$/, /(^|\.)usps\.com$/],
  ['Royal Mail', /^[A-Z]{2}\d{9}GB$/i, /(^|\.)royalmail\.com$/],
  ['DHL Express', /^\d{10}$/, /(^|\.)dhl\.(com|de)$/],
  ['FedEx', /^(\d{12}|\d{15})$/, /(^|\.)fedex\.com$/],
  ['Canada Post', /^\d{16}$/, /(^|\.)canadapost(-postescanada)?\.ca$/],
]

export type TrackingInput = { number?: string | null; url?: string | null }

/** Tracking as Shopify keeps it: the carrier is derived from the number's form or the address, there is no input for it. */
export function trackingOf(input: TrackingInput | null | undefined): ReverseDelivery['tracking'] {
  const number = input?.number ?? null
  const url = input?.url ?? null
  if (number === null && url === null) return null
  const host = url !== null && URL.canParse(url) ? new URL(url).hostname : ''
  const carrier = CARRIERS.find(([, form, site]) => (number !== null && form.test(number)) || site.test(host))
  return { carrierName: carrier?.[0] ?? null, number, url }
}

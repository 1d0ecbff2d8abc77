import type { AdminGraphql } from './admin-graphql.server.ts'
import { type FulfillmentLineItemGid, type OrderGid, ShopifyReturnGid } from '#app/domain/ids.ts'
import type { ShopifyReturnStatus } from '#app/domain/lifecycle.ts'
import type { Money } from '#app/domain/money.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { ReturnDeclineReason } from '#app/types/admin.generated.ts'
import { writeMoney } from './amount.ts'
import { type ExchangeWish, wishInput } from './exchanges.server.ts'
import { ask } from './operation.ts'
import { mutationResult, type ShopifyRefusal } from './refusal.ts'
import {
  APPROVE_RETURN,
  CANCEL_RETURN,
  CLOSE_RETURN,
  CREATE_RETURN,
  DECLINE_RETURN,
  REQUEST_RETURN,
  RETURNS_OF_ORDER,
} from './return-operations.server.ts'

/** A return as Shopify made it, with the line of its own for each fulfilment line. */
export type OpenedReturn = {
  readonly gid: ShopifyReturnGid
  readonly name: string
  readonly status: ShopifyReturnStatus
  readonly lines: readonly {
    readonly shopifyReturnLineGid: string
    readonly fulfillmentLineItemGid: string
    readonly quantity: number
  }[]
}

export type OpenReturnInput = {
  readonly orderGid: OrderGid
  /** Goes into the note of every line (`rtn:…`), so that a return whose answer was lost is found again. */
  readonly marker: string
  readonly lines: readonly {
    readonly fulfillmentLineItemGid: FulfillmentLineItemGid
    readonly quantity: number
    readonly reasonDefinitionGid: string
    readonly note: string
    readonly restockingFeePercent: number
  }[]
  /** Goods that go to the buyer instead; only a return that is approved at once can have any (returns-api §0 fact 7). */
  readonly exchanges?: readonly ExchangeWish[]
  readonly returnShippingFee: Money
}

/** Shopify's limit of `returnReasonNote`, the shorter of the two notes. */
const longestNote = 255

/** Creates the return as approved (OPEN). Not idempotent: look for it with `findOpenedReturn` before. */
export async function createReturn(
  admin: AdminGraphql,
  input: OpenReturnInput,
): Promise<Result<OpenedReturn, ShopifyRefusal>> {
  const data = await ask(admin, CREATE_RETURN, {
    lines: input.lines.length,
    input: {
      orderId: input.orderGid,
      returnLineItems: input.lines.map((line) => ({
        ...lineInput(line),
        returnReasonNote: noteWithMarker(line.note, input.marker),
      })),
      ...(input.exchanges?.length ? { exchangeLineItems: input.exchanges.map(wishInput) } : {}),
      ...feeInput(input.returnShippingFee),
    },
  })
  return opened(mutationResult(data.returnCreate, data.returnCreate?.return))
}

/** Creates the return as asked for (REQUESTED), for a person to decide. Not idempotent either. */
export async function requestReturn(
  admin: AdminGraphql,
  input: OpenReturnInput,
): Promise<Result<OpenedReturn, ShopifyRefusal>> {
  const data = await ask(admin, REQUEST_RETURN, {
    lines: input.lines.length,
    input: {
      orderId: input.orderGid,
      returnLineItems: input.lines.map((line) => ({
        ...lineInput(line),
        customerNote: noteWithMarker(line.note, input.marker),
      })),
      ...feeInput(input.returnShippingFee),
    },
  })
  return opened(mutationResult(data.returnRequest, data.returnRequest?.return))
}

/** The return of the order that carries our marker, if an earlier attempt made one; not one that was cancelled since. */
export async function findOpenedReturn(
  admin: AdminGraphql,
  input: { readonly orderGid: OrderGid; readonly marker: string; readonly lineCount: number },
): Promise<OpenedReturn | null> {
  const data = await ask(admin, RETURNS_OF_ORDER, { orderId: input.orderGid, lines: input.lineCount })
  const found = data.order?.returns.nodes.find(
    (node) =>
      node.status !== 'CANCELED' &&
      node.returnLineItems.nodes.some(
        (line) =>
          'fulfillmentLineItem' in line &&
          `${line.returnReasonNote} ${line.customerNote ?? ''}`.includes(`[${input.marker}]`),
      ),
  )
  return found === undefined ? null : openedReturn(found)
}

export async function approveReturnRequest(
  admin: AdminGraphql,
  gid: ShopifyReturnGid,
): Promise<Result<ShopifyReturnStatus, ShopifyRefusal>> {
  const data = await ask(admin, APPROVE_RETURN, { id: gid })
  return statusOf(mutationResult(data.returnApproveRequest, data.returnApproveRequest?.return))
}

/** `note` is for the buyer, at most 500 characters. */
export async function declineReturnRequest(
  admin: AdminGraphql,
  input: { readonly gid: ShopifyReturnGid; readonly reason: ReturnDeclineReason; readonly note: string },
): Promise<Result<ShopifyReturnStatus, ShopifyRefusal>> {
  const data = await ask(admin, DECLINE_RETURN, {
    input: {
      id: input.gid,
      declineReason: input.reason,
      notifyCustomer: false,
      ...(input.note === '' ? {} : { declineNote: input.note }),
    },
  })
  return statusOf(mutationResult(data.returnDeclineRequest, data.returnDeclineRequest?.return))
}

/** Closing a closed return is a success for Shopify, too. */
export async function closeReturn(
  admin: AdminGraphql,
  gid: ShopifyReturnGid,
): Promise<Result<ShopifyReturnStatus, ShopifyRefusal>> {
  const data = await ask(admin, CLOSE_RETURN, { id: gid })
  return statusOf(mutationResult(data.returnClose, data.returnClose?.return))
}

/** Only while nothing of it is processed or refunded; cancelling a cancelled return is a success, too. */
export async function cancelReturn(
  admin: AdminGraphql,
  gid: ShopifyReturnGid,
): Promise<Result<ShopifyReturnStatus, ShopifyRefusal>> {
  const data = await ask(admin, CANCEL_RETURN, { id: gid })
  return statusOf(mutationResult(data.returnCancel, data.returnCancel?.return))
}

function lineInput(line: OpenReturnInput['lines'][number]) {
  return {
    fulfillmentLineItemId: line.fulfillmentLineItemGid,
    quantity: line.quantity,
    returnReasonDefinitionId: line.reasonDefinitionGid,
    ...(line.restockingFeePercent > 0 ? { restockingFee: { percentage: line.restockingFeePercent } } : {}),
  }
}

function feeInput(fee: Money) {
  return fee.minor > 0 ? { returnShippingFee: { amount: writeMoney(fee) } } : {}
}

function noteWithMarker(note: string, marker: string): string {
  const tail = ` [${marker}]`
  return `${note.slice(0, longestNote - tail.length)}${tail}`.trim()
}

type OpenedNode = {
  readonly id: string
  readonly name: string
  readonly status: ShopifyReturnStatus
  readonly returnLineItems: {
    readonly nodes: readonly {
      readonly id: string
      readonly quantity: number
      readonly fulfillmentLineItem?: { readonly id: string }
    }[]
  }
}

function openedReturn(node: OpenedNode): OpenedReturn {
  return {
    gid: ShopifyReturnGid.parse(node.id),
    name: node.name,
    status: node.status,
    lines: node.returnLineItems.nodes.flatMap((line) =>
      line.fulfillmentLineItem === undefined
        ? []
        : [
            {
              shopifyReturnLineGid: line.id,
              fulfillmentLineItemGid: line.fulfillmentLineItem.id,
              quantity: line.quantity,
            },
          ],
    ),
  }
}

function opened(result: Result<OpenedNode, ShopifyRefusal>): Result<OpenedReturn, ShopifyRefusal> {
  return result.ok ? ok(openedReturn(result.value)) : result
}

function statusOf(
  result: Result<{ readonly status: ShopifyReturnStatus }, ShopifyRefusal>,
): Result<ShopifyReturnStatus, ShopifyRefusal> {
  return result.ok ? ok(result.value.status) : result
}

import type { PayWhen } from './policy/terms/pay-when.ts'
import { err, ok, type Result } from './result.ts'
import { returnCommands, type ReturnCommand, type ReturnState, type ReturnStatus } from './return.ts'

/**
 * Where each command leads from each status; what is not named is not allowed. `refund` and a further `receive` keep the
 * status: goods and money are tracks of their own. Declined, cancelled and closed are ends for commands; only Shopify can
 * bring a closed return back (see `observe`).
 */
export const transitions = {
  in_review: { approve: 'approved', decline: 'declined', cancel: 'cancelled' },
  approved: { receive: 'received', refund: 'approved', cancel: 'cancelled', close: 'closed' },
  received: { receive: 'received', refund: 'received', close: 'closed' },
  declined: {},
  cancelled: {},
  closed: {},
} as const satisfies Record<ReturnStatus, Partial<Record<ReturnCommand, ReturnStatus>>>

/** Statuses of a return in Shopify. */
export const shopifyReturnStatuses = ['REQUESTED', 'OPEN', 'CLOSED', 'DECLINED', 'CANCELED'] as const
export type ShopifyReturnStatus = (typeof shopifyReturnStatuses)[number]

/**
 * Why a command may not run now. `status`: the table has no such step; `nothing_left`: all units are received or refunded
 * already; `money_on_its_way`: a movement of money has not come to its end; `goods_or_money_moved`: too late to cancel.
 */
export type CommandRefusal = {
  readonly kind: 'not_allowed'
  readonly command: ReturnCommand
  readonly status: ReturnStatus
  readonly because: 'status' | 'nothing_left' | 'money_on_its_way' | 'goods_or_money_moved'
}

/** Answers the status a command leads to, or why it may not run. Changes nothing. */
export function transition(state: ReturnState, command: ReturnCommand): Result<ReturnStatus, CommandRefusal> {
  const row: Partial<Record<ReturnCommand, ReturnStatus>> = transitions[state.status]
  const next = row[command]
  const because = next === undefined ? 'status' : guards[command](state)
  if (next === undefined || because !== null) {
    return err({ kind: 'not_allowed', command, status: state.status, because: because ?? 'status' })
  }
  return ok(next)
}

/** The commands that may run now, in the table's order. Screens show exactly these buttons. */
export function allowedCommands(state: ReturnState): readonly ReturnCommand[] {
  return returnCommands.filter((command) => transition(state, command).ok)
}

/**
 * Takes what Shopify already did and answers where our return stands then; it never refuses. A return that Shopify
 * reopened goes back to where its goods are.
 */
export function observe(
  state: ReturnState,
  shopifyStatus: ShopifyReturnStatus,
): { readonly status: ReturnStatus; readonly isChanged: boolean } {
  const status = observed[shopifyStatus](state)
  return { status, isChanged: status !== state.status }
}

const observed: Record<ShopifyReturnStatus, (state: ReturnState) => ReturnStatus> = {
  REQUESTED: () => 'in_review',
  OPEN: (state) => (state.receivedUnits > 0 ? 'received' : 'approved'),
  CLOSED: () => 'closed',
  DECLINED: () => 'declined',
  CANCELED: () => 'cancelled',
}

const guards: Record<ReturnCommand, (state: ReturnState) => CommandRefusal['because'] | null> = {
  approve: () => null,
  decline: () => null,
  receive: (state) => (state.receivedUnits >= state.requestedUnits ? 'nothing_left' : null),
  refund: (state) => {
    if (state.openMoneyIntents > 0) return 'money_on_its_way'
    return state.refundedUnits >= state.requestedUnits ? 'nothing_left' : null
  },
  cancel: (state) => {
    if (state.openMoneyIntents > 0) return 'money_on_its_way'
    return state.receivedUnits + state.refundedUnits > 0 ? 'goods_or_money_moved' : null
  },
  close: (state) => (state.openMoneyIntents > 0 ? 'money_on_its_way' : null),
}

/** What has to happen next and who is waited for. `pay` respects the policy's moment for moving money. */
export type NextStep = 'decide' | 'wait_for_parcel' | 'pay' | 'wait_for_money' | 'finish' | 'none'

/** Answers the one step that comes next; at most one of the allowed commands is the primary one. */
export function nextStep(state: ReturnState, payWhen: PayWhen): NextStep {
  if (state.status === 'in_review') return 'decide'
  if (state.status !== 'approved' && state.status !== 'received') return 'none'
  if (state.openMoneyIntents > 0) return 'wait_for_money'
  const isPaid = state.refundedUnits >= state.requestedUnits
  const isHere = state.receivedUnits >= state.requestedUnits
  if (!isPaid && (payWhen === 'on_approval' || isHere)) return 'pay'
  if (!isHere) return 'wait_for_parcel'
  return 'finish'
}

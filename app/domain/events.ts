import { z } from 'zod'
import { CaseKind } from './case.ts'
import { Money } from './money.ts'
import { Outcome } from './policy/terms/outcomes.ts'
import { dispositionTypes, returnStatuses } from './return.ts'

/** Who did something: a person of the shop, the shopper, or Homeward itself (policy, job, webhook). */
export const Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('staff'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('shopper') }),
  z.object({ kind: z.literal('system') }),
])
export type Actor = z.infer<typeof Actor>

const Method = z.enum(['original_payment', 'store_credit'])
const movement = { intentId: z.string(), method: Method, amount: Money }
const approval = { approvalId: z.string(), method: Method, amount: Money }
const ReasonData = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.record(z.string(), z.string())])),
})

/**
 * Everything that can happen to a return. Events are appended and never edited: they are the timeline, the audit log and
 * what notifications are made from. Data holds facts, never sentences.
 */
export const ReturnEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('requested'), units: z.int(), outcome: Outcome }),
  z.object({ kind: z.literal('auto_approved'), policyVersion: z.int() }),
  z.object({ kind: z.literal('sent_to_review'), policyVersion: z.int(), reasons: z.array(ReasonData) }),
  z.object({ kind: z.literal('approved') }),
  z.object({ kind: z.literal('declined'), reason: z.string(), note: z.string() }),
  z.object({ kind: z.literal('shopify_return_opened'), name: z.string(), gid: z.string() }),
  z.object({
    kind: z.literal('received'),
    items: z.array(
      z.object({
        returnLineId: z.string(),
        title: z.string(),
        quantity: z.int(),
        disposition: z.enum(dispositionTypes),
      }),
    ),
  }),
  z.object({ kind: z.literal('refund_intended'), ...movement }),
  z.object({ kind: z.literal('refund_settled'), ...movement }),
  z.object({ kind: z.literal('refund_pending'), ...movement }),
  /** Nothing was sent or Shopify said no. `because` is a kind (`amount_changed`, …); `words` are Shopify's own. */
  z.object({
    kind: z.literal('refund_refused'),
    ...movement,
    because: z.string(),
    words: z.string(),
    now: Money.nullable(),
  }),
  /** Shopify took the refund and its payment provider failed later. */
  z.object({ kind: z.literal('refund_failed'), ...movement, words: z.string() }),
  /** No answer came back: Homeward reads Shopify before anything else happens. */
  z.object({ kind: z.literal('refund_unknown'), ...movement }),
  z.object({ kind: z.literal('bonus_paid'), ...movement }),
  z.object({ kind: z.literal('bonus_refused'), ...movement, words: z.string() }),
  /** Store credit for goods that were a gift, to the account of who was given them. */
  z.object({ kind: z.literal('gift_credit_intended'), ...movement }),
  z.object({ kind: z.literal('gift_credit_paid'), ...movement }),
  z.object({ kind: z.literal('gift_credit_refused'), ...movement, words: z.string() }),
  /** A payment above somebody's limit waits for a second person; `because` names the limits. */
  z.object({ kind: z.literal('approval_asked'), ...approval, because: z.array(z.string()) }),
  z.object({ kind: z.literal('approval_granted'), ...approval }),
  z.object({ kind: z.literal('approval_refused'), ...approval, note: z.string() }),
  /** What was asked is not what would be paid any more, or who asked took it back. */
  z.object({ kind: z.literal('approval_void'), ...approval, because: z.string() }),
  /** A person decided about a movement without an answer and without a trace. */
  z.object({
    kind: z.literal('money_resolved'),
    ...movement,
    decision: z.enum(['send_again', 'give_up']),
  }),
  /** Staff changed what the return costs the buyer, before anything of it was processed. Amounts are all fees together. */
  z.object({ kind: z.literal('fees_changed'), from: Money, to: Money, reason: z.string() }),
  /** Shopify fixes fees when its return is made: the same case goes on under a new return there. */
  z.object({
    kind: z.literal('shopify_return_replaced'),
    before: z.string(),
    name: z.string(),
    gid: z.string(),
  }),
  /** Money beside the return's own refund; `why` is a kind (`gateway_failed`, `partial_credit`, …), `note` the person's words. */
  z.object({ kind: z.literal('payment_decided'), ...movement, why: z.string(), note: z.string() }),
  /** The buyer keeps the goods: nothing is waited for any more. */
  z.object({ kind: z.literal('keeps_items'), reason: z.string() }),
  /** The parcel was scanned for the first time on its way back. */
  z.object({ kind: z.literal('parcel_scanned'), carrier: z.string(), code: z.string() }),
  /** The buyer agreed expressly to be paid otherwise than she paid; `words` are what she agreed to. */
  z.object({ kind: z.literal('consent_given'), words: z.string() }),
  /** Staff heard her agree to be paid in store credit; `note` is what she said. */
  z.object({
    kind: z.literal('consent_recorded'),
    way: z.enum(['phone', 'mail', 'in_person']),
    note: z.string(),
  }),
  /** Goods cannot be sent in exchange; `instead` is how the line is paid then, by the shopper's own choice. */
  z.object({
    kind: z.literal('exchange_changed'),
    title: z.string(),
    because: z.string(),
    instead: z.enum(['refund', 'store_credit']),
  }),
  z.object({ kind: z.literal('exchange_decided'), intentId: z.string(), titles: z.string() }),
  /** Shopify has released the goods; where the buyer owes something for them it keeps them until that is paid. */
  z.object({ kind: z.literal('exchange_sent'), intentId: z.string(), titles: z.string(), owed: Money }),
  /** The buyer owes for an exchange: Shopify's own invoice asks for it. */
  z.object({ kind: z.literal('invoice_sent'), amount: Money, intentId: z.string() }),
  /** Shopify is about to be asked for it; without another word after this nobody knows whether it was sent. */
  z.object({ kind: z.literal('invoice_asked'), amount: Money, intentId: z.string() }),
  /** Shopify certainly sent none; `words` are its own, empty where it was not reached. */
  z.object({ kind: z.literal('invoice_unsent'), intentId: z.string(), words: z.string() }),
  /** A person wants it to be sent (once more). */
  z.object({ kind: z.literal('invoice_again'), intentId: z.string() }),
  /** The shopper says how the parcel goes back; the last one counts. */
  z.object({ kind: z.literal('tracking_added'), carrier: z.string(), code: z.string() }),
  /** A withdrawal, a complaint, a question about this return: a case of its own. */
  z.object({ kind: z.literal('case_opened'), caseKind: CaseKind, number: z.int() }),
  z.object({ kind: z.literal('closed') }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('note_added'), text: z.string() }),
  /** Somebody changed the return in Shopify itself; our row followed. */
  z.object({
    kind: z.literal('changed_in_shopify'),
    from: z.enum(returnStatuses),
    to: z.enum(returnStatuses),
  }),
  /** A refund that Homeward did not make was found on the return. */
  z.object({ kind: z.literal('refunded_in_shopify'), refundGid: z.string(), amount: Money }),
  z.object({ kind: z.literal('message_sent'), message: z.string(), to: z.string() }),
  /** A person must look; `because` names why. */
  z.object({ kind: z.literal('attention_needed'), because: z.string(), words: z.string() }),
])
export type ReturnEvent = z.infer<typeof ReturnEvent>
export type ReturnEventKind = ReturnEvent['kind']

/** Which events the shopper may see on the status page. Notes, messages and inner trouble stay with the staff. */
export const shopperSeesEvent = {
  requested: true,
  auto_approved: true,
  sent_to_review: true,
  approved: true,
  declined: true,
  shopify_return_opened: false,
  received: true,
  refund_intended: false,
  refund_settled: true,
  refund_pending: true,
  refund_refused: false,
  refund_failed: false,
  refund_unknown: false,
  bonus_paid: true,
  bonus_refused: false,
  gift_credit_intended: false,
  gift_credit_paid: true,
  gift_credit_refused: false,
  approval_asked: false,
  approval_granted: false,
  approval_refused: false,
  approval_void: false,
  money_resolved: false,
  fees_changed: true,
  shopify_return_replaced: false,
  payment_decided: false,
  keeps_items: true,
  parcel_scanned: true,
  consent_given: true,
  consent_recorded: true,
  exchange_changed: true,
  exchange_decided: false,
  exchange_sent: true,
  invoice_sent: true,
  invoice_asked: false,
  invoice_unsent: false,
  invoice_again: false,
  tracking_added: true,
  case_opened: true,
  closed: true,
  cancelled: true,
  note_added: false,
  changed_in_shopify: false,
  refunded_in_shopify: true,
  message_sent: false,
  attention_needed: false,
} as const satisfies Record<ReturnEventKind, boolean>

/**
 * The texts of each event in which a person may be named or speak, or staff of one: privacy law empties them. What is not here is
 * ours: kinds, ids, amounts, titles of goods.
 */
export const personalTexts = {
  requested: [],
  auto_approved: [],
  sent_to_review: [],
  approved: [],
  declined: ['note'],
  shopify_return_opened: [],
  received: [],
  refund_intended: [],
  refund_settled: [],
  refund_pending: [],
  refund_refused: ['words'],
  refund_failed: ['words'],
  refund_unknown: [],
  bonus_paid: [],
  bonus_refused: ['words'],
  gift_credit_intended: [],
  gift_credit_paid: [],
  gift_credit_refused: ['words'],
  approval_asked: [],
  approval_granted: [],
  approval_refused: ['note'],
  approval_void: [],
  money_resolved: [],
  fees_changed: ['reason'],
  shopify_return_replaced: [],
  payment_decided: ['note'],
  keeps_items: ['reason'],
  parcel_scanned: ['carrier', 'code'],
  consent_given: ['words'],
  consent_recorded: ['note'],
  exchange_changed: [],
  exchange_decided: [],
  exchange_sent: [],
  invoice_sent: [],
  invoice_asked: [],
  invoice_unsent: ['words'],
  invoice_again: [],
  tracking_added: ['carrier', 'code'],
  case_opened: [],
  closed: [],
  cancelled: [],
  note_added: ['text'],
  changed_in_shopify: [],
  refunded_in_shopify: [],
  message_sent: ['to'],
  attention_needed: ['words'],
} as const satisfies Record<ReturnEventKind, readonly string[]>

/** An event with when, by whom and its place in the return's history. */
export type RecordedEvent = {
  readonly sequence: number
  readonly at: string
  readonly actor: Actor
  readonly event: ReturnEvent
}

/** How the parcel goes back as the shopper said last; null where she said nothing. */
export function trackingOf(
  events: readonly Pick<RecordedEvent, 'event'>[],
): { readonly carrier: string; readonly code: string } | null {
  const said = events.findLast(({ event }) => event.kind === 'tracking_added')?.event
  return said?.kind === 'tracking_added' ? { carrier: said.carrier, code: said.code } : null
}

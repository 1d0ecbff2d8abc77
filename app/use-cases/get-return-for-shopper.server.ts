import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { listPhotosOfReturn } from '#app/db/photo.server.ts'
import { findPolicyVersion } from '#app/db/policy.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import { addDays, dayOf, isoDay } from '#app/domain/dates.ts'
import { type RecordedEvent, shopperSeesEvent, trackingOf } from '#app/domain/events.ts'
import { namesForShopper } from '#app/domain/gift.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { nextStep, type NextStep } from '#app/domain/lifecycle.ts'
import { isPositive, type Money } from '#app/domain/money.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { LocalText } from '#app/domain/policy/local-text.ts'
import { labelOfReason } from '#app/domain/policy/own-reasons.ts'
import { chosenLines } from '#app/domain/policy/request.ts'
import type { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { MoneyState, ReturnStatus } from '#app/domain/return.ts'
import { goodsOf } from '#app/domain/refund/exchange.ts'
import { paramsOfEvent } from '#app/i18n/sentences.ts'
import { deadlineOfReturn } from '#app/jobs/deadline-of-return.ts'
import { paysOnApproval } from '#app/jobs/pay-on-approval.server.ts'
import { returnStateOf } from '#app/jobs/return-state-of.ts'
import { mayCancelHerself } from './cancel-return.server.ts'
import { listCasesForShopper, type ShopperCaseView } from './get-case-for-shopper.server.ts'
import { readReturnPlaces } from './read-return-places.server.ts'

/** One entry of the timeline that a shopper may see, oldest first. `kind` and `params` have their sentences in `i18n/`. */
export type ShopperEvent = {
  readonly at: string
  readonly kind: string
  readonly params: Readonly<Record<string, string | number>>
}
/** Money that moved or is on its way. Only `settled` may be called refunded. */
export type ShopperMoney = {
  readonly purpose: 'refund' | 'bonus_credit'
  readonly method: 'original_payment' | 'store_credit'
  readonly state: MoneyState
  readonly amount: Money
  readonly at: string
}
/** The reason that was chosen for a line. */
export type ShownReason = {
  /** The id of the policy's own reason, else Shopify's handle. */
  readonly handle: string
  /** In the shop's language, as it was called then. */
  readonly name: string
  /** The merchant's words by language; null where the reason is Shopify's. */
  readonly label: LocalText | null
}
export type ShopperReturnView = {
  readonly returnId: ReturnId
  /** Shopify's name; null while Shopify has not been reached: say "Return for order …". */
  readonly name: string | null
  readonly orderName: string
  readonly status: ReturnStatus
  readonly outcome: Outcome
  readonly locale: string
  readonly requestedAt: string
  readonly lines: readonly {
    readonly title: string
    readonly variantTitle: string | null
    readonly imageUrl: string | null
    readonly quantity: number
    /** What is sent for it; null where it is paid. */
    readonly exchange: string | null
    readonly receivedQuantity: number
    /** She keeps it and sends nothing. */
    readonly isKept: boolean
    readonly reason: ShownReason
    readonly note: string
    /** What she was asked and what she answered. */
    readonly answers: readonly { readonly question: LocalText; readonly answer: LocalText }[]
    /** Ids of her photos. */
    readonly photos: readonly string[]
  }[]
  readonly promised: Quote | null
  readonly money: readonly ShopperMoney[]
  readonly events: readonly ShopperEvent[]
  readonly decline: { readonly reason: string; readonly note: string } | null
  readonly nextStep: 'wait_for_review' | 'send_items' | 'wait_for_check' | 'wait_for_money' | 'none'
  /** By when the next step is done, where something says so: ISO calendar day in the shop's zone. */
  readonly due: { readonly day: string; readonly by: 'shop' | 'law' } | null
  /** The way back that she chose; null for returns from before there was a choice. */
  readonly returnMethod: ReturnMethod | null
  /** Where the goods go while they are waited for, with the whole address; `titles` where they do not all go there. */
  readonly sendTo: readonly SendTo[]
  /** How she sends the parcel, as she said. */
  readonly tracking: { readonly carrier: string; readonly code: string } | null
  readonly may: {
    readonly cancel: boolean
    readonly addTracking: boolean
    /** Something came back and was looked at. */
    readonly contest: boolean
  }
  readonly cases: readonly ShopperCaseView[]
}

/** The return as its shopper may see it: no staff notes, no names of staff. Null when there is none. */
export async function getReturnForShopper(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId },
): Promise<ShopperReturnView | null> {
  const read = await withShop(ctx.shop, async (tx) => {
    const record = await findReturn(tx, input.returnId)
    if (record === null) return null
    const photos = await listPhotosOfReturn(tx, record.id)
    const events = await listEvents(tx, ctx.shop, record.id)
    return { record, photos, events, version: await findPolicyVersion(tx, ctx.shop, record.policyVersion) }
  })
  if (read === null) return null
  const { record, photos, events, version } = read
  const tree = version?.policy.reasons ?? []
  return {
    returnId: record.id,
    ...namesForShopper(record),
    status: record.status,
    outcome: record.outcome,
    locale: record.locale,
    requestedAt: record.requestedAt,
    lines: record.lines.map((line) => ({
      title: line.title,
      variantTitle: line.variantTitle,
      imageUrl: line.imageUrl,
      quantity: line.quantity,
      exchange: line.exchange === null ? null : goodsOf(line.exchange),
      receivedQuantity: record.receivedItems
        .filter((item) => item.returnLineId === line.id && item.disposition !== 'MISSING')
        .reduce((units, item) => units + item.quantity, 0),
      reason: {
        handle: line.reasonHandle,
        name: line.reasonName,
        label: labelOfReason(tree, line.reasonHandle),
      },
      isKept: line.keepsItem || record.keepsItems,
      note: line.note,
      answers: line.answers.map(({ asked, said }) => ({ question: asked, answer: said })),
      photos: photos.flatMap(({ id, returnLineId }) => (returnLineId === line.id ? [id] : [])),
    })),
    // What was paid for a gift is not told to who was given it.
    promised: record.gift === null ? record.promised : null,
    money: record.moneyIntents
      .filter((intent) => intent.state !== 'refused' && isPositive(intent.amount))
      .map(moneyOf),
    events: events
      .filter(({ event }) => shopperSeesEvent[event.kind])
      .map(({ at, event }) => ({ at, kind: event.kind, params: paramsOfEvent(event) })),
    decline:
      record.status === 'declined'
        ? { reason: record.declineReason ?? 'OTHER', note: record.declineNote ?? '' }
        : null,
    nextStep: stepOf(record),
    due: dueOf(ctx, record, events),
    returnMethod: record.returnMethod,
    sendTo: isSending(record) ? await sendToOf(ctx, record) : [],
    tracking: trackingOf(events),
    may: {
      cancel: mayCancelHerself(record),
      addTracking: isSending(record),
      contest: record.receivedItems.length > 0,
    },
    cases: await listCasesForShopper(ctx, record.id),
  }
}

type SendTo = {
  readonly name: string
  readonly address: readonly string[]
  readonly titles: readonly string[] | null
}

async function sendToOf(ctx: ShopContext, record: ReturnRecord): Promise<readonly SendTo[]> {
  const sent = record.lines.filter((line) => !line.keepsItem)
  const lines = chosenLines(
    record.decision,
    sent.map(({ lineId }) => lineId),
  )
  return (await readReturnPlaces(ctx, lines)).map(({ name, address, lineIds }) => {
    const own = sent.filter(({ lineId }) => lineIds.includes(lineId))
    return { name, address, titles: own.length === sent.length ? null : own.map(({ title }) => title) }
  })
}

/** Whether a parcel of hers is waited for. */
function isSending({ status, scannedAt, keepsItems, returnMethod }: ReturnRecord): boolean {
  return status === 'approved' && scannedAt === null && !keepsItems && returnMethod !== 'in_store'
}

/** The law's day for the money is told where it is enforced; the shop's own word for its answer, where it gives one. */
function dueOf(
  { settings }: ShopContext,
  record: ReturnRecord,
  events: readonly RecordedEvent[],
): ShopperReturnView['due'] {
  const { timeZone, portal } = settings
  if (record.status === 'in_review') {
    const { answerDays } = portal
    const day = dayOf(record.requestedAt, timeZone)
    return answerDays === null ? null : { day: addDays(day, answerDays), by: 'shop' }
  }
  const deadline = deadlineOfReturn({ record, events, timeZone })
  if (deadline === null || deadline.dueOn === null || deadline.confidence !== 'enforced') return null
  return { day: isoDay(deadline.dueOn), by: 'law' }
}

/** Refused intents are left out: they moved nothing, and the shopper waits as before. */
function moneyOf(intent: MoneyIntentRecord): ShopperMoney {
  const { method, state, amount } = intent
  const purpose = intent.purpose === 'bonus_credit' ? 'bonus_credit' : 'refund'
  return { purpose, method, state, amount, at: intent.finishedAt ?? intent.createdAt }
}

const steps = {
  decide: 'wait_for_review',
  wait_for_parcel: 'send_items',
  pay: 'wait_for_check',
  wait_for_money: 'wait_for_money',
  finish: 'none',
  none: 'none',
} as const satisfies Record<NextStep, ShopperReturnView['nextStep']>

function stepOf(record: ReturnRecord): ShopperReturnView['nextStep'] {
  const step = nextStep(returnStateOf(record), paysOnApproval(record) ? 'on_approval' : 'on_receipt')
  // Paid by the policy as soon as it was approved: nobody checks anything first.
  if (step === 'pay' && record.status === 'approved') return 'wait_for_money'
  return steps[step]
}

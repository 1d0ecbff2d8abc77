import { formatAgo, formatInstant } from '#app/domain/dates.ts'
import type { RecordedEvent } from '#app/domain/events.ts'
import { allowedCommands, nextStep, type NextStep } from '#app/domain/lifecycle.ts'
import { formatMoney } from '#app/domain/money.ts'
import { textIn } from '#app/domain/policy/local-text.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { chosenLines, payWhenOfRequest } from '#app/domain/policy/request.ts'
import { goodsOf as wantedGoods } from '#app/domain/refund/exchange.ts'
import type { ReturnCommand, ReturnStatus, MoneyState } from '#app/domain/return.ts'
import { sayActor, sayEvent } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { returnStateOf } from '#app/jobs/return-state-of.ts'
import { type DueByLaw, dueByLawOf } from './due-by-law.ts'
import { whyOfLine, type Why } from './line-why.ts'
import { receiptRows, type ReceiptRow } from './receipt-rows.ts'

export type LineView = {
  readonly id: string
  readonly title: string
  readonly detail: string
  /** What is sent for it; null where it is paid. */
  readonly exchange: string | null
  readonly imageUrl: string | null
  readonly quantity: number
  readonly received: number
  /** The buyer keeps these goods: they are not waited for. */
  readonly isKept: boolean
  readonly reasonName: string
  readonly note: string
  /** What the buyer answered to the policy's questions. */
  readonly answers: readonly { readonly question: string; readonly answer: string }[]
  /** Addresses of the photos; each opens for a while. */
  readonly photos: readonly string[]
  readonly verdict: 'approve' | 'review' | 'deny'
  readonly verdictLabel: string
  readonly why: Why | null
}
export type MovementView = {
  readonly id: string
  readonly purpose: string
  readonly to: string
  readonly state: MoneyState
  readonly stateLabel: string
  readonly amount: string
  readonly at: string
}
export type TimelineView = {
  readonly sequence: number
  readonly at: string
  readonly ago: string
  readonly actor: string
  readonly text: string
  readonly detail: string
  readonly isNote: boolean
}
/** The page of one return, ready to be shown: every sentence, amount and date is written already. */
export type ReturnView = {
  readonly id: string
  readonly title: string
  readonly orderName: string
  readonly orderUrl: string
  readonly customerUrl: string | null
  readonly status: ReturnStatus
  readonly statusLabel: string
  readonly requested: string
  readonly attention: string | null
  readonly next: NextStep
  readonly commands: readonly ReturnCommand[]
  readonly outcomeLabel: string
  /** How the goods come back; null where nobody chose. */
  readonly returnMethod: string | null
  readonly buyer: { readonly name: string; readonly email: string | null }
  readonly lines: readonly LineView[]
  readonly goods: readonly {
    readonly id: string
    readonly text: string
    readonly at: string
    readonly by: string
  }[]
  readonly promised: readonly ReceiptRow[]
  readonly movements: readonly MovementView[]
  /** By when the law wants the money back; null where it says nothing, or nothing is owed any more. */
  readonly dueByLaw: DueByLaw | null
  readonly timeline: readonly TimelineView[]
  readonly decline: { readonly reason: string; readonly note: string } | null
  readonly policyVersion: number
  /** For goods that were a gift: what the recipient knows it as, and where goods in exchange go. */
  readonly gift: { readonly reference: string; readonly address: string | null } | null
}

export type ReturnViewInput = {
  readonly record: ReturnRecord
  readonly events: readonly RecordedEvent[]
  /** The policy versions that judged, by number: what their rules ask stands in the explanation. */
  readonly policies: ReadonlyMap<number, Policy>
  readonly photos: readonly { readonly returnLineId: string | null; readonly url: string }[]
  readonly now: string
  readonly timeZone: string
  readonly translator: Translator
}

/** What people call a return: Shopify's name, or its order's while Shopify has not been reached. */
export function titleOfReturn(record: Pick<ReturnRecord, 'name' | 'orderName'>): string {
  return record.name ?? `Return for order ${record.orderName}`
}

/** Turns a stored return and its history into what its page shows. */
export function returnView(input: ReturnViewInput): ReturnView {
  const { record, translator, now, timeZone } = input
  const { t, locale } = translator
  const state = returnStateOf(record)
  const decided = chosenLines(
    record.decision,
    record.lines.map((line) => line.lineId),
  )
  return {
    id: record.id,
    title: titleOfReturn(record),
    orderName: record.orderName,
    orderUrl: adminUrl('orders', record.orderGid),
    customerUrl: record.customerGid && adminUrl('customers', record.customerGid),
    status: record.status,
    statusLabel: t(`status.${record.status}`),
    requested: `${formatInstant(record.requestedAt, locale, timeZone)} (${formatAgo({ instant: record.requestedAt, now, locale })})`,
    attention: record.attention === null ? null : sayAttention(translator, record.attention),
    next: nextStep(state, payWhenOfRequest(decided)),
    commands: allowedCommands(state),
    outcomeLabel: `${t(`outcomeLabel.${record.outcome}`)}${record.gift === null ? '' : ', for the recipient of a gift'}`,
    returnMethod: record.returnMethod === null ? null : t(`returnMethod.${record.returnMethod}`),
    buyer: {
      name:
        record.redactedAt === null
          ? (record.buyerName ?? (record.gift === null ? 'Guest' : 'the recipient'))
          : 'Erased',
      email: record.buyerEmail,
    },
    lines: lineViews(input),
    goods: goodsOf(input),
    promised: record.promised ? receiptRows(record.promised, locale) : [],
    movements: movementsOf(input),
    dueByLaw: dueByLawOf(input),
    timeline: timelineOf(input),
    decline:
      record.declineReason === null
        ? null
        : { reason: t(`declineReason.${record.declineReason}`), note: record.declineNote ?? '' },
    policyVersion: record.policyVersion,
    gift: record.gift,
  }
}

function lineViews({ record, policies, photos, translator }: ReturnViewInput): LineView[] {
  return record.lines.map((line) => {
    const decision = record.decision.lines.find(({ lineId }) => lineId === line.lineId)
    const received = record.receivedItems.filter((item) => item.returnLineId === line.id)
    return {
      id: line.id,
      title: line.title,
      detail: [line.variantTitle, line.sku].filter(Boolean).join(' · '),
      exchange: line.exchange && wantedGoods(line.exchange),
      imageUrl: line.imageUrl,
      quantity: line.quantity,
      isKept: line.keepsItem || record.keepsItems,
      received: received.reduce((units, item) => units + item.quantity, 0),
      reasonName: line.reasonName,
      note: line.note,
      answers: line.answers.map(({ asked, said }) => ({
        question: textIn(asked, translator.locale),
        answer: textIn(said, translator.locale),
      })),
      photos: photos.flatMap(({ returnLineId, url }) => (returnLineId === line.id ? [url] : [])),
      verdict: line.verdict,
      verdictLabel: translator.t(`verdict.${line.verdict}`),
      why: decision
        ? whyOfLine(decision, policies.get(versionOf(record, decision)) ?? null, translator)
        : null,
    }
  })
}

/** The version that judged a line: the return's, or a later one that is better for the buyer. */
function versionOf(record: Pick<ReturnRecord, 'policyVersion'>, decision: LineDecision): number {
  return decision.policyVersion ?? record.policyVersion
}

/** The versions that judged the lines of a return. */
export function versionsOf(record: Pick<ReturnRecord, 'policyVersion' | 'decision'>): readonly number[] {
  return [...new Set(record.decision.lines.map((decision) => versionOf(record, decision)))]
}

function goodsOf({ record, translator, timeZone }: ReturnViewInput): ReturnView['goods'] {
  return record.receivedItems.map((item) => {
    const title = record.lines.find((line) => line.id === item.returnLineId)?.title ?? ''
    return {
      id: item.id,
      text: `${item.quantity} × ${title}: ${translator.t(`disposition.${item.disposition}`)}`,
      at: formatInstant(item.receivedAt, translator.locale, timeZone),
      by: sayActor(translator, item.actor),
    }
  })
}

function movementsOf({ record, translator, timeZone }: ReturnViewInput): MovementView[] {
  const { t, locale } = translator
  return record.moneyIntents.map((intent) => ({
    id: intent.id,
    purpose: t(`purpose.${intent.purpose}`),
    to: t(`method.${intent.method}`),
    state: intent.state,
    stateLabel: t(`moneyState.${intent.state}`),
    amount: formatMoney(intent.amount, locale),
    at: formatInstant(intent.finishedAt ?? intent.sentAt ?? intent.createdAt, locale, timeZone),
  }))
}

function timelineOf({ events, translator, timeZone, now }: ReturnViewInput): TimelineView[] {
  const { locale } = translator
  return events
    .map(({ sequence, at, actor, event }) => ({
      sequence,
      at: formatInstant(at, locale, timeZone),
      ago: formatAgo({ instant: at, now, locale }),
      actor: sayActor(translator, actor),
      text: sayEvent(translator, event),
      detail:
        'words' in event ? event.words : 'text' in event ? event.text : 'note' in event ? event.note : '',
      isNote: event.kind === 'note_added',
    }))
    .reverse()
}

function sayAttention({ t, has }: Translator, because: string): string {
  return has(`attention.${because}`) ? t(`attention.${because}`) : because
}

/** A link that the admin opens in its own page: `shopify:` addresses are App Bridge's. */
function adminUrl(page: 'orders' | 'customers', gid: string): string {
  return `shopify://admin/${page}/${gid.split('/').at(-1) ?? ''}`
}

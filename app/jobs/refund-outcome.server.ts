import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { changeMoneyIntent, findMoneyIntent } from '#app/db/money-intent.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import { addSeconds } from '#app/domain/dates.ts'
import { amountFailed } from '#app/domain/ledger/book-intent.ts'
import { isPositive, isSame, type Money } from '#app/domain/money.ts'
import type { MoneyState } from '#app/domain/return.ts'
import { env } from '#app/env.server.ts'
import type { ShopifyRefund } from '#app/shopify/return-state.server.ts'
import { enqueue, type JobId } from './outbox.server.ts'
import { handOver } from './queue.server.ts'
import { recordEvents } from './record-events.server.ts'
import { RefundRequest } from './refund-request.ts'
import { refundableUnits } from './refund-units.ts'
import { writeIntent } from './write-intent.server.ts'

/**
 * What became of a refund that was to be sent. `unknown` is never a failure: Shopify may have done it. `refused` moved
 * nothing, whether Shopify said no or we did not even ask. Goods exchanged for goods make no refund (null).
 */
export type RefundOutcome =
  | { readonly kind: 'applied'; readonly refund: ShopifyRefund | null }
  | {
      readonly kind: 'refused'
      readonly because: string
      readonly words: string
      readonly now: Money | null
    }
  | { readonly kind: 'unknown'; readonly words: string }

/** States in which an outcome may still be recorded; the others are final. */
const open: readonly MoneyState[] = ['intended', 'sent', 'unknown', 'pending']

/**
 * Records what became of a refund: the intent's state, the event, what staff must look at, and the jobs that follow, in one
 * transaction. Recording the same outcome twice changes nothing. `of` names the intent and the sending that the outcome is
 * about: what an earlier sending did not do says nothing about a later one, whose call may be out. That Shopify paid counts
 * always, also after a refusal: a request can arrive long after everybody gave it up. Answers the state that holds now.
 */
export async function recordRefundOutcome(
  ctx: ShopContext,
  of: Pick<MoneyIntentRecord, 'id' | 'sendCount'>,
  outcome: RefundOutcome,
): Promise<MoneyState> {
  const intentId = of.id
  const { state, jobs } = await withShop(ctx.shop, async (tx) => {
    const known = await findMoneyIntent(tx, intentId)
    if (known === null) throw new Error(`There is no intent ${intentId}`)
    const record = await lockReturn(tx, known.returnId)
    // Read again under the lock: whoever came first has recorded it.
    const intent = record?.moneyIntents.find((one) => one.id === intentId)
    if (record === null || intent === undefined) throw new Error(`There is no intent ${intentId}`)
    const state = stateOf(outcome)
    if (intent.state === state || !mayRecord(intent, of, outcome)) return { state: intent.state, jobs: [] }
    return { state, jobs: await writeOutcome(ctx, tx, { record, intent, outcome, state }) }
  })
  await handOver(ctx.shop, jobs)
  return state
}

function mayRecord(
  intent: MoneyIntentRecord,
  of: Pick<MoneyIntentRecord, 'sendCount'>,
  outcome: RefundOutcome,
): boolean {
  if (outcome.kind === 'applied') return open.includes(intent.state) || intent.state === 'refused'
  return open.includes(intent.state) && intent.sendCount === of.sendCount
}

type Recording = {
  readonly record: ReturnRecord
  readonly intent: MoneyIntentRecord
  readonly outcome: RefundOutcome
  readonly state: MoneyState
}

async function writeOutcome(ctx: ShopContext, tx: Transaction, recording: Recording): Promise<JobId[]> {
  const { record, intent, outcome, state } = recording
  const isFinal = state === 'settled' || state === 'refused' || state === 'failed'
  const isChanged = await changeMoneyIntent(tx, intent, {
    state,
    report: reportOf(outcome),
    ...(outcome.kind === 'refused' ? { refusedKind: outcome.because } : {}),
    ...(isFinal ? { finishedAt: ctx.now() } : {}),
  })
  if (!isChanged) throw new Error(`The intent ${intent.id} changed under its lock`)
  const attention = attentionOf(recording)
  await changeReturn(tx, record, { attention })
  const recorded = await recordEvents(ctx, tx, {
    returnId: record.id,
    events: [...goodsSent(recording), ...eventOf(recording), ...doubtOf(recording)],
  })
  const next = await nextJobs(ctx, tx, recording)
  return [...recorded.jobs, ...next]
}

function stateOf(outcome: RefundOutcome): MoneyState {
  if (outcome.kind !== 'applied') return outcome.kind
  if (outcome.refund === null) return 'settled'
  const states = outcome.refund.transactions.map((transaction) => transaction.status)
  if (states.includes('failed')) return 'failed'
  return states.includes('pending') ? 'pending' : 'settled'
}

function reportOf(outcome: RefundOutcome): object {
  if (outcome.kind !== 'applied') return outcome
  return outcome.refund === null ? { kind: 'exchanged' } : { refund: outcome.refund }
}

/** The goods of an exchange, when Shopify has released them: once, also where the refund beside them is pending first. */
function goodsSent({ intent, outcome }: Recording): ReturnEvent[] {
  if (outcome.kind !== 'applied' || intent.state === 'pending' || intent.purpose !== 'refund') return []
  const { exchanges, quote } = RefundRequest.parse(intent.request)
  if (exchanges.length === 0) return []
  const titles = exchanges.map(({ title, quantity }) => `${quantity} × ${title}`).join(', ')
  return [{ kind: 'exchange_sent', intentId: intent.id, titles, owed: quote.owed }]
}

function eventOf(recording: Recording): ReturnEvent[] {
  const { outcome } = recording
  return outcome.kind === 'applied' && outcome.refund === null ? [] : [moneyEvent(recording)]
}

function moneyEvent({ intent, outcome, state }: Recording): ReturnEvent {
  const movement = { intentId: intent.id, method: intent.method, amount: intent.amount }
  if (outcome.kind === 'refused') {
    const { because, words, now } = outcome
    return { kind: 'refund_refused', ...movement, because, words, now }
  }
  if (outcome.kind === 'unknown') return { kind: 'refund_unknown', ...movement }
  if (state === 'pending') return { kind: 'refund_pending', ...movement }
  if (state === 'settled') return { kind: 'refund_settled', ...movement }
  const failed = (outcome.refund?.transactions ?? []).filter((transaction) => transaction.status === 'failed')
  const words = failed
    .map((transaction) => `${transaction.gateway} ${transaction.errorCode ?? ''}`.trim())
    .join('; ')
  const amount = amountFailed({ amount: intent.amount, report: reportOf(outcome) })
  return { kind: 'refund_failed', ...movement, amount, words }
}

/** Shopify's refund is another amount than the intent: cannot happen as long as we send the amount, so somebody must look. */
function doubtOf({ intent, outcome, state }: Recording): ReturnEvent[] {
  if (outcome.kind !== 'applied' || outcome.refund === null) return []
  if (state === 'failed' || isSame(outcome.refund.total, intent.amount)) return []
  // A pending refund has moved nothing yet: Shopify counts it in its total when it settles.
  if (state === 'pending') return []
  return [{ kind: 'attention_needed', because: 'amount_changed', words: outcome.refund.gid }]
}

const attentions: Readonly<Partial<Record<MoneyState, string>>> = {
  refused: 'refund_refused',
  failed: 'refund_failed',
  unknown: 'refund_unknown',
}

function attentionOf(recording: Recording): string | null {
  const { outcome, state } = recording
  if (outcome.kind === 'refused' && outcome.because === 'amount_changed') return 'amount_changed'
  if (doubtOf(recording).length > 0) return 'amount_changed'
  // Shopify has released the goods to the order's address, and they are to go to another one.
  if (goodsSent(recording).length > 0 && recording.record.gift !== null) return 'gift_address'
  return attentions[state] ?? attentionLeft(recording)
}

/** What is not about this payment: it stays with the return whatever becomes of this one. */
const ofOthers: ReadonlySet<string> = new Set([
  'approval_waiting',
  'bonus_needs_person',
  'bonus_refused',
  'invoice_not_sent',
  'invoice_unknown',
])

/**
 * What a person is still asked about when this payment went well. A return is paid in several parts where the buyer chose
 * different ways: that one of them was paid says nothing about another that was refused, failed or is above a limit.
 */
function attentionLeft({ record, intent, state }: Recording): string | null {
  const { attention } = record
  if (attention === null) return null
  const others = record.moneyIntents.filter((one) => one.id !== intent.id && one.purpose !== 'bonus_credit')
  const isUnknown = () => others.some((one) => one.state === 'unknown')
  const moneyIntents = record.moneyIntents.map((one) => (one.id === intent.id ? { ...one, state } : one))
  const isUnpaid = () => refundableUnits({ ...record, moneyIntents }).length > 0
  const isRefused = () => others.some((one) => one.purpose === 'refund' && one.state === 'refused')
  const stays: Readonly<Record<string, () => boolean>> = {
    refund_unknown: isUnknown,
    refund_needs_person: isUnknown,
    refund_failed: () => others.some((one) => one.purpose === 'refund' && one.state === 'failed'),
    refund_refused: () => isRefused() && isUnpaid(),
    amount_changed: () => isRefused() && isUnpaid(),
    above_limit: isUnpaid,
    exchange_changed: isUnpaid,
    exchange_waits: isUnpaid,
  }
  return ofOthers.has(attention) || (stays[attention]?.() ?? false) ? attention : null
}

async function nextJobs(ctx: ShopContext, tx: Transaction, recording: Recording): Promise<JobId[]> {
  const { intent, state } = recording
  const job = { shop: ctx.shop, now: ctx.now() }
  if (state === 'settled' && intent.purpose === 'refund')
    return [...(await askForBalance(ctx, tx, recording)), ...(await intendBonus(ctx, tx, recording))]
  if (state === 'settled') return []
  if (state === 'pending' || state === 'unknown') {
    const runAfter = addSeconds(ctx.now(), state === 'unknown' ? 5 : env.REFUND_RECHECK_SECONDS)
    // Not handed over: it is due later, and the sweep finds it then.
    const name = intent.purpose === 'refund' ? 'reconcile-refund' : 'pay-order-refund'
    await enqueue(tx, { ...job, name, payload: { intentId: intent.id }, runAfter })
  }
  return []
}

/**
 * Where goods cost more than what came back, Shopify's own invoice asks the buyer for the rest: once nothing else of the return
 * is on its way or waits to be paid, because that counts against what is owed.
 */
async function askForBalance(
  ctx: ShopContext,
  tx: Transaction,
  { record, intent, state }: Recording,
): Promise<JobId[]> {
  const moneyIntents = record.moneyIntents.map((one) => (one.id === intent.id ? { ...one, state } : one))
  const refunds = moneyIntents.filter(({ purpose }) => purpose === 'refund')
  const isBusy = refunds.some((one) => ['intended', 'sent', 'unknown'].includes(one.state))
  if (isBusy || refundableUnits({ ...record, moneyIntents }).length > 0) return []
  const owing = refunds.filter(
    (one) => one.state === 'settled' && isPositive(RefundRequest.parse(one.request).quote.owed),
  )
  const job = { shop: ctx.shop, name: 'send-invoice', now: ctx.now() } as const
  const jobs: JobId[] = []
  for (const { id: intentId } of owing) jobs.push(await enqueue(tx, { ...job, payload: { intentId } }))
  return jobs
}

/** The bonus is an intent of its own, and only now: a refund that never settled earns none. */
async function intendBonus(ctx: ShopContext, tx: Transaction, recording: Recording): Promise<JobId[]> {
  const { record, intent } = recording
  const { quote, creditEndsAt } = RefundRequest.parse(intent.request)
  const { bonus } = quote
  if (!isPositive(bonus) || record.customerGid === null) return []
  const { customerGid } = record
  const request = { kind: 'bonus_credit', refundIntentId: intent.id, customerGid, creditEndsAt }
  const intentId = await writeIntent(ctx, tx, {
    returnId: record.id,
    purpose: 'bonus_credit',
    unitsKey: intent.unitsKey,
    method: 'store_credit',
    amount: bonus,
    request,
    actor: intent.actor,
  })
  if (intentId === null) return []
  return [await enqueue(tx, { shop: ctx.shop, name: 'pay-bonus', payload: { intentId }, now: ctx.now() })]
}

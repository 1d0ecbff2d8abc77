import { randomUUID } from 'node:crypto'
import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { sendPhotos } from '#app/db/photo.server.ts'
import type { GivenAnswer, ReturnRecord } from '#app/db/return-record.ts'
import {
  changeReturn,
  createReturn,
  findReturnBySubmission,
  getReturn,
  listReturnsOfOrder,
  lockOrder,
  type NewReturn,
} from '#app/db/return.server.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import { giftReference, type GiftTerms } from '#app/domain/gift.ts'
import { type CustomerGid, type OrderGid, ReturnId } from '#app/domain/ids.ts'
import type { Decision, Reason } from '#app/domain/policy/decision.ts'
import { needsConsent } from '#app/domain/policy/law/withdrawal.ts'
import { restockingPercentOf } from '#app/domain/policy/charges.ts'
import type { Question } from '#app/domain/policy/policy.ts'
import { returnMethodsOf, verdictOfRequest, verdictOfWithdrawal } from '#app/domain/policy/request.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import { type ExchangeFallback, paidInstead } from '#app/domain/refund/exchange.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { RequestedLine, ReturnStatus } from '#app/domain/return.ts'
import { enqueue, type JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { assessRequest } from './assess-request.server.ts'
import { type AssessedOption, type AssessedRequest, outcomeOfLine } from './assessed-request.ts'
import { exchangeKey } from './exchange-key.ts'
import type { RequestError } from './quote-return.server.ts'
import { orUnreachable } from './unreachable.ts'

export type RequestReturnInput = {
  readonly orderGid: OrderGid
  /** From the signed form: the same key always answers with the same return. */
  readonly submissionKey: string
  readonly lines: readonly RequestedLine[]
  readonly outcome: Outcome
  /** With an exchange: what she gets if the goods are gone when they are to be sent. */
  readonly fallback?: ExchangeFallback
  /** With an exchange: `exchangeKey` of what she was shown. Anything else is not sent. */
  readonly seen?: string
  /** How she sends the goods back; the first way that the policy offers where it is absent. */
  readonly returnMethod?: ReturnMethod
  readonly locale: string
  /** For goods that were a gift: who was given them asks, and everything goes to that person. */
  readonly gift?: GiftRequest
  /** Whether she withdraws from the contract, as the law of her country lets her: that waits for nobody's approval. */
  readonly isWithdrawal?: true
  /** The sentence beside her choice by which she agreed to be paid otherwise than she paid; kept where the law asks for it. */
  readonly agreedTo?: string
}
/** A request by who was given the goods. `customerGid` is that person's own account; null where nobody is signed in. */
export type GiftRequest = GiftTerms & {
  readonly codeId: string
  readonly email: string
  readonly customerGid: CustomerGid | null
  /** Where goods in exchange go; null where none do. */
  readonly address: string | null
  /** Whether the code may (still) be used for these lines: asked in the transaction that stores the return. */
  readonly isStillGood: (tx: Transaction) => Promise<boolean>
}
export type RequestedReturn = {
  readonly returnId: ReturnId
  /** Shopify's name (`#1001-R1`); null while Shopify has not been reached. */
  readonly name: string | null
  readonly status: ReturnStatus
}

/** How often a request is judged anew because another one for the same order came in between. */
const mostAttempts = 3

/**
 * Judges the request anew (the preview is never trusted), stores return, decision, events and jobs together, and opens the
 * return in Shopify. Sent twice with the same key it answers the first return. That Shopify cannot be reached afterwards
 * changes nothing: the return stands and its job goes on.
 */
export async function requestReturn(
  ctx: ShopContext,
  input: RequestReturnInput,
): Promise<Result<RequestedReturn, RequestError>> {
  return orUnreachable(async () => {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const { shop } = ctx
      // Begun beside the look for what was sent before, which is answered also while Shopify is away.
      const assessing = assessRequest(ctx, input)
      assessing.catch(() => undefined)
      const before = await findSubmitted(ctx, input)
      if (before !== null) return ok(answer(before))
      const assessed = await assessing
      if (!assessed.ok) {
        // The same form sent twice at once: its twin has just taken the units.
        const twin = await findSubmitted(ctx, input)
        return twin === null ? assessed : ok(answer(twin))
      }
      const option = assessed.value.options.find((one) => one.outcome === input.outcome)
      if (option === undefined) return err({ kind: 'outcome_not_offered' })
      const { seen } = input
      if (
        seen !== undefined &&
        option.quote.exchanges.length > 0 &&
        seen !== exchangeKey(input.lines, option.quote)
      )
        return err({ kind: 'exchange_not_seen' })
      const methods = returnMethodsOf(option.lines.map(({ decision }) => decision))
      if (input.returnMethod !== undefined && !methods.includes(input.returnMethod))
        return err({ kind: 'method_not_offered' })
      const row = newReturn(ctx, input, { judged: assessed.value.judged, option })
      const photos = option.lines.map(({ requested }) => requested.photos ?? [])
      const parts = { input, assessed: assessed.value, row, photos }
      const stored = await withShop(shop, (tx) => store(ctx, tx, parts))
      if (stored === 'judge_again') continue
      if (stored === 'code_gone') return err({ kind: 'not_found' })
      if ('submitted' in stored) return ok(answer(stored.submitted))
      // Not waited for: it never throws, and what it does not reach the sweep does.
      void handOver(shop, stored.jobs)
      await runJobNow(ctx, stored.openJob)
      return ok(answer(await withShop(shop, (tx) => getReturn(tx, row.id))))
    }
    // Somebody sends request after request for this one order: nothing is lost by asking once more.
    return err({ kind: 'shopify_unreachable' })
  })
}

function findSubmitted(
  { shop }: ShopContext,
  { submissionKey }: RequestReturnInput,
): Promise<ReturnRecord | null> {
  return withShop(shop, (tx) => findReturnBySubmission(tx, shop, submissionKey))
}

function answer(record: ReturnRecord): RequestedReturn {
  return { returnId: record.id, name: record.name, status: record.status }
}

type Stored =
  | 'judge_again'
  /** The gift code ended, was revoked or is used up. */
  | 'code_gone'
  | { readonly submitted: ReturnRecord }
  | { readonly openJob: JobId; readonly jobs: readonly JobId[] }

async function store(
  ctx: ShopContext,
  tx: Transaction,
  parts: {
    readonly input: RequestReturnInput
    readonly assessed: AssessedRequest
    readonly row: NewReturn
    /** Ids of the photos for each line. */
    readonly photos: readonly (readonly string[])[]
  },
): Promise<Stored> {
  const { input, assessed, row } = parts
  await lockOrder(tx, ctx.shop, input.orderGid)
  const submitted = await findReturnBySubmission(tx, ctx.shop, input.submissionKey)
  if (submitted !== null) return { submitted }
  // Another request came in after the order was read: its units were not taken off.
  const now = await listReturnsOfOrder(tx, ctx.shop, input.orderGid)
  if (now.some((one) => !assessed.judged.knownReturns.includes(one.id))) return 'judge_again'
  if (input.gift !== undefined && !(await input.gift.isStillGood(tx))) return 'code_gone'
  await createReturn(tx, ctx.shop, row)
  for (const [position, { id }] of row.lines.entries()) {
    const ids = parts.photos[position] ?? []
    await sendPhotos(tx, ctx.shop, { orderGid: input.orderGid, returnLineId: id, ids })
  }
  const units = row.lines.reduce((sum, line) => sum + line.quantity, 0)
  if (keepsItems(row)) await changeReturn(tx, { id: row.id, version: 1 }, { keepsItems: true })
  const asked = await recordEvents(ctx, tx, {
    returnId: row.id,
    events: [
      { kind: 'requested', units, outcome: input.outcome },
      ...(row.consent ? [{ kind: 'consent_given', words: row.consent.words } as const] : []),
    ],
  })
  const decided = await recordEvents({ ...ctx, actor: { kind: 'system' } }, tx, {
    returnId: row.id,
    events: [decidedEvent(row)],
  })
  const openJob = await enqueue(tx, {
    shop: ctx.shop,
    name: 'open-shopify-return',
    payload: { returnId: row.id },
    now: ctx.now(),
  })
  return { openJob, jobs: [...asked.jobs, ...decided.jobs] }
}

/** Her own choice of credit is the express consent that the law asks for; null where it asks for none. */
function consentOf(
  { lines }: AssessedOption,
  { outcome, agreedTo, gift }: RequestReturnInput,
): { readonly words: string } | null {
  // The right to one's money back is the buyer's; who was given the goods has nothing to agree to.
  if (gift !== undefined) return null
  const isNeeded = lines.some(
    ({ requested, decision, exchange }) =>
      needsConsent([decision], outcomeOfLine(requested, outcome)) ||
      (exchange !== undefined && needsConsent([decision], paidInstead(exchange))),
  )
  return isNeeded ? { words: agreedTo ?? outcome } : null
}

/** Whether the policy lets the buyer keep everything that she asks back. */
function keepsItems({ decision }: NewReturn): boolean {
  return decision.lines.length > 0 && decision.lines.every((line) => line.terms.keepItem)
}

function decidedEvent(row: NewReturn): ReturnEvent {
  const { policyVersion } = row
  if (row.status === 'approved') return { kind: 'auto_approved', policyVersion }
  const reasons: Reason[] = row.decision.lines
    .filter((line) => line.verdict === 'review')
    .flatMap((line) => line.reasons)
  const distinct = new Map(reasons.map((reason) => [JSON.stringify(reason), reason]))
  return {
    kind: 'sent_to_review',
    policyVersion,
    reasons: [...distinct.values()].map(({ key, params }) => ({ key, params: { ...params } })),
  }
}

/** The answers with the words of their questions: policies change, what she was asked does not. */
function answersOf(questions: readonly Question[], answers: RequestedLine['answers'] = {}): GivenAnswer[] {
  return Object.entries(answers).flatMap(([question, answer]) => {
    const asked = questions.find(({ id }) => id === question)
    const said = asked?.answers.find(({ id }) => id === answer)
    return asked && said ? [{ question, answer, asked: asked.text, said: said.text }] : []
  })
}

/** Whoever paid is left out of it: messages, credit and goods go to who was given the goods. */
function ofRecipient(returnId: string, { codeId, email, customerGid, address }: GiftRequest) {
  const reference = giftReference(returnId)
  return { buyerEmail: email, buyerName: null, customerGid, gift: { codeId, reference, address } }
}

function newReturn(
  ctx: ShopContext,
  input: RequestReturnInput,
  decided: { readonly judged: AssessedRequest['judged']; readonly option: AssessedOption },
): NewReturn {
  const now = ctx.now()
  const { judged, option } = decided
  const { lines } = option
  const consent = consentOf(option, input)
  const { order } = judged
  const [usual] = returnMethodsOf(lines.map((line) => line.decision))
  const returnMethod = input.returnMethod ?? usual
  const verdictOf = input.isWithdrawal === true ? verdictOfWithdrawal : verdictOfRequest
  const isApproved = verdictOf(lines.map((line) => line.decision)) === 'approve'
  const decision: Decision = { ...judged.decision, lines: lines.map((line) => line.decision) }
  const locale = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(input.locale) ? input.locale : 'en'
  const id = ReturnId.parse(randomUUID())
  return {
    id,
    orderGid: order.id,
    orderName: order.name,
    status: isApproved ? 'approved' : 'in_review',
    outcome: input.outcome,
    buyerEmail: order.email,
    buyerName: judged.read.buyerName,
    customerGid: order.customer?.id ?? null,
    ...(input.gift === undefined ? {} : ofRecipient(id, input.gift)),
    currency: order.currency,
    country: order.country,
    locale,
    submissionKey: input.submissionKey,
    ...(returnMethod === undefined ? {} : { returnMethod }),
    ...(consent ? { consent: { ...consent, at: now, locale } } : {}),
    decision,
    policyVersion: decision.policyVersion,
    promised: option.quote,
    requestedAt: now,
    decidedAt: isApproved ? now : null,
    lines: lines.map(({ requested, facts, decision: judgement, reason, exchange }, position) => ({
      id: randomUUID(),
      position,
      lineId: facts.id,
      lineItemGid: facts.lineItemId,
      fulfillmentLineItemGid: facts.fulfillmentLineItemId,
      title: facts.title,
      variantTitle: facts.variantTitle,
      sku: facts.sku,
      imageUrl: facts.imageUrl,
      quantity: requested.quantity,
      reasonHandle: requested.reasonHandle,
      reasonName: reason.name,
      reasonDefinitionGid: reason.definitionGid,
      note: requested.note,
      answers: answersOf(judged.questions, requested.answers),
      outcome: outcomeOfLine(requested, input.outcome),
      ...(exchange === undefined ? {} : { exchange }),
      keepsItem: judgement.terms.keepItem,
      verdict: judgement.verdict,
      restockingFeeBasisPoints: Math.round(
        restockingPercentOf({
          decision: judgement,
          outcome: outcomeOfLine(requested, input.outcome),
        }) * 100,
      ),
    })),
  }
}

import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { createCase, type NewCase } from '#app/db/case.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import { namesForShopper } from '#app/domain/gift.ts'
import { type CaseKind, longestCaseText, type Refusal } from '#app/domain/case.ts'
import { CustomerGid, type OrderGid, type ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Decision } from '#app/domain/policy/decision.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { readJudgedOrder } from './judged-order.server.ts'
import { requestParts } from './request-part.ts'
import { orUnreachable } from './unreachable.ts'

export type OpenCaseInput = {
  readonly kind: Extract<CaseKind, 'complaint' | 'exception' | 'contest'>
  /** What it is about, proven by the visit's token. */
  readonly about:
    | { readonly kind: 'order'; readonly orderGid: OrderGid }
    | { readonly kind: 'return'; readonly returnId: ReturnId }
  readonly text: string
  /** Lines of the order; ids that are none of it are refused. */
  readonly lineIds: readonly string[]
  /** Of a request for an exception that began at a refused line: the reason she had chosen for it. */
  readonly reasonHandle?: string
  /** Where the answer goes if the order has no address. */
  readonly email: string
  readonly submissionKey: string
  readonly locale: string
}
export type OpenedCase = { readonly caseId: string; readonly number: number; readonly email: string | null }
export type OpenCaseError =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too_long'; readonly limit: number }
  | { readonly kind: 'foreign_line' }
  /** Nothing came back yet whose inspection could be contested. */
  | { readonly kind: 'nothing_inspected' }
  | { readonly kind: 'shopify_unreachable' }

/**
 * Opens a case for staff with its number and writes the acknowledgement, both or neither. Sent twice with the same key it is
 * one case.
 */
export async function openCase(
  ctx: ShopContext,
  input: OpenCaseInput,
): Promise<Result<OpenedCase, OpenCaseError>> {
  const text = input.text.trim()
  if (text === '') return err({ kind: 'empty' })
  if (text.length > longestCaseText) return err({ kind: 'too_long', limit: longestCaseText })
  const subject = await orUnreachable(() => subjectOf(ctx, input))
  if (!subject.ok) return subject
  const { goods, refusals, ...of } = subject.value
  const { shop } = ctx
  const done = await withShop(shop, async (tx) => {
    const { record, messageId, isNew } = await createCase(tx, shop, {
      ...of,
      kind: input.kind,
      state: 'open',
      locale: input.locale,
      // Keys are the form's own: those of another order or kind are others.
      submissionKey: `${input.kind} ${of.returnId ?? of.orderGid ?? ''} ${input.submissionKey}`,
      text,
      statement: { goods: [...goods], ...(refusals.length === 0 ? {} : { refusals: [...refusals] }) },
      actor: { kind: 'shopper' },
      at: ctx.now(),
    })
    if (!isNew) return { record, jobs: [] }
    const { returnId } = of
    const events = [{ kind: 'case_opened', caseKind: input.kind, number: record.number } as const]
    const recorded = returnId === null ? null : await recordEvents(ctx, tx, { returnId, events })
    const payload = { messageId }
    const mail = await enqueue(tx, { shop, name: 'send-case-message', payload, now: ctx.now() })
    return { record, jobs: [mail, ...(recorded?.jobs ?? [])] }
  })
  await handOver(shop, done.jobs)
  const { id: caseId, number, buyerEmail: email } = done.record
  return ok({ caseId, number, email })
}

type Subject = Pick<
  NewCase,
  'orderName' | 'orderGid' | 'returnId' | 'customerGid' | 'buyerName' | 'buyerEmail'
> & { readonly goods: readonly string[]; readonly refusals: readonly Refusal[] }

async function subjectOf(
  ctx: ShopContext,
  { about, kind, lineIds, email, reasonHandle = '' }: OpenCaseInput,
): Promise<Result<Subject, OpenCaseError>> {
  if (about.kind === 'return') {
    const record = await withShop(ctx.shop, (tx) => findReturn(tx, about.returnId))
    if (record === null) return err({ kind: 'not_found' })
    if (kind === 'contest' && record.receivedItems.length === 0) return err({ kind: 'nothing_inspected' })
    const lines = lineIds.map((id) => record.lines.find((line) => line.id === id))
    if (lines.some((line) => line === undefined)) return err({ kind: 'foreign_line' })
    return ok({
      orderName: namesForShopper(record).orderName,
      orderGid: record.orderGid,
      returnId: record.id,
      customerGid: record.customerGid,
      buyerName: record.buyerName ?? '',
      buyerEmail: record.buyerEmail ?? (email === '' ? null : email),
      goods: lines.flatMap((line) => (line === undefined ? [] : [titleOf(line)])),
      refusals: kind === 'exception' ? refusalsOf(record.lines, record.decision, lineIds) : [],
    })
  }
  if (kind === 'exception') {
    // The decision goes with the case: staff sees what refused it, whatever the policy says later.
    const judged = await readJudgedOrder(ctx, { orderGid: about.orderGid })
    if (judged === null) return err({ kind: 'not_found' })
    const { facts, buyerName } = judged.read
    const parts = facts.lines.map(({ id }) => ({
      lineId: id,
      quantity: 1,
      reasonHandle: lineIds.includes(id) ? reasonHandle : '',
      note: '',
    }))
    const decision = judged.decide(requestParts(parts, null))
    const refusals = refusalsOf(
      facts.lines.map((line) => ({ ...line, lineId: line.id })),
      decision,
      lineIds,
    )
    const subject = subjectOfOrder({ facts, buyerName, lineIds, email })
    return subject.ok ? ok({ ...subject.value, refusals }) : subject
  }
  const order = await readOrder(ctx.admin, about.orderGid, { withReasons: false })
  return order === null
    ? err({ kind: 'not_found' })
    : subjectOfOrder({ facts: order.facts, buyerName: order.buyerName, lineIds, email })
}

type Named = {
  readonly id: string
  readonly lineId: string
  readonly title: string
  readonly variantTitle: string | null
}

/** The refused lines among those that were named, all of them where none was. */
function refusalsOf(
  lines: readonly Named[],
  { policyVersion, lines: decisions }: Decision,
  named: readonly string[],
): readonly Refusal[] {
  return lines.flatMap((line) => {
    const decision = decisions.find(({ lineId }) => lineId === line.lineId)
    const isMeant = named.length === 0 || named.includes(line.id)
    if (decision?.verdict !== 'deny' || !isMeant) return []
    return [{ title: titleOf(line), policyVersion: decision.policyVersion ?? policyVersion, decision }]
  })
}

function subjectOfOrder(of: {
  readonly facts: OrderFacts
  readonly buyerName: string | null
  readonly lineIds: readonly string[]
  readonly email: string
}): Result<Subject, OpenCaseError> {
  const { facts, buyerName, lineIds, email } = of
  const lines = lineIds.map((id) => facts.lines.find((line) => line.id === id))
  if (lines.some((line) => line === undefined)) return err({ kind: 'foreign_line' })
  const customer = CustomerGid.safeParse(facts.customer?.id)
  return ok({
    orderName: facts.name,
    orderGid: facts.id,
    returnId: null,
    customerGid: customer.data ?? null,
    buyerName: buyerName ?? '',
    buyerEmail: facts.email ?? (email === '' ? null : email),
    goods: lines.flatMap((line) => (line === undefined ? [] : [titleOf(line)])),
    refusals: [],
  })
}

function titleOf({ title, variantTitle }: { title: string; variantTitle: string | null }): string {
  return variantTitle === null ? title : `${title} · ${variantTitle}`
}

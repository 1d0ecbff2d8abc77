import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { createCase, type NewCase } from '#app/db/case.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import { namesForShopper } from '#app/domain/gift.ts'
import type { CaseKind } from '#app/domain/case.ts'
import { longestCaseText } from '#app/domain/case.ts'
import { CustomerGid, type OrderGid, type ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
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
  const { goods, ...of } = subject.value
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
      statement: { goods: [...goods] },
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
> & { readonly goods: readonly string[] }

async function subjectOf(
  ctx: ShopContext,
  { about, kind, lineIds, email }: OpenCaseInput,
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
    })
  }
  const order = await readOrder(ctx.admin, about.orderGid, { withReasons: false })
  if (order === null) return err({ kind: 'not_found' })
  const { facts, buyerName } = order
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
  })
}

function titleOf({ title, variantTitle }: { title: string; variantTitle: string | null }): string {
  return variantTitle === null ? title : `${title} · ${variantTitle}`
}

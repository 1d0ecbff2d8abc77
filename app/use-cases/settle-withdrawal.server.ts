import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { appendCaseMessage, type CaseWithMessages, changeCase, lockCase } from '#app/db/case.server.ts'
import { findCase } from '#app/db/case.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import { type CaseGround, caseName } from '#app/domain/case.ts'
import type { OrderGid, ReturnId } from '#app/domain/ids.ts'
import { withdrawnGoods, type WithdrawnLine } from '#app/domain/withdrawn-goods.ts'
import { ok, type Result } from '#app/domain/result.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { findOrderForShopper } from './find-order-for-shopper.server.ts'
import { readJudgedOrder } from './judged-order.server.ts'
import type { ReasonOption } from './reason-options.ts'
import { requestReturn } from './request-return.server.ts'
import { orUnreachable } from './unreachable.ts'

/** What became of a withdrawal: a return, or a case for staff and why. */
export type SettledWithdrawal = { readonly returnId: ReturnId | null; readonly because: CaseGround | null }
export type SettleError = { readonly kind: 'shopify_unreachable' }

/**
 * Finds the order of a declaration by its name and e-mail address and makes the return of what the right reaches. What it does
 * not reach, and what names no order, waits for staff. Idempotent: a withdrawal that has a return or waits is left alone, and
 * one declaration is the submission key of one return.
 */
export async function settleWithdrawal(
  ctx: ShopContext,
  { caseId }: { readonly caseId: string },
): Promise<void> {
  const known = await withShop(ctx.shop, (tx) => findCase(tx, caseId))
  if (known === null || isSettled(known)) return
  const { buyerEmail } = known
  if (buyerEmail === null) return
  const found = await findOrderForShopper(ctx, { orderName: known.orderName, proof: buyerEmail })
  if (!found.ok && found.error.kind === 'shopify_unreachable') throw new Error('Shopify cannot be reached')
  const settled = found.ok
    ? await withdrawFrom(ctx, { known, orderGid: found.value.id, orderName: found.value.name })
    : ok(await leaveToStaff(ctx, { known, because: 'order_not_found', left: [], order: null }))
  // The job comes again.
  if (!settled.ok) throw new Error('Shopify cannot be reached')
}

function isSettled({ kind, because, returnId, state }: CaseWithMessages): boolean {
  return kind !== 'withdrawal' || because !== null || returnId !== null || state === 'closed'
}

type OrderOfCase = {
  readonly known: CaseWithMessages
  readonly orderGid: OrderGid
  readonly orderName: string
}

/**
 * Withdraws from an order: judged by the instant of the declaration, whenever it is looked at. `lines` are what staff chose;
 * without them what the declaration names counts.
 */
export async function withdrawFrom(
  ctx: ShopContext,
  input: OrderOfCase & { readonly lines?: readonly WithdrawnLine[] },
): Promise<Result<SettledWithdrawal, SettleError>> {
  const { known, orderGid, orderName } = input
  const order = { orderGid, orderName }
  // Whoever runs this: it is the shopper's declaration, of the instant that she made it.
  const then: ShopContext = {
    ...ctx,
    actor: { kind: 'shopper' },
    role: null,
    now: () => known.createdAt,
  }
  return orUnreachable(async () => {
    const judged = await readJudgedOrder(then, { orderGid })
    if (judged === null)
      return ok(await leaveToStaff(ctx, { known, because: 'order_not_found', left: [], order: null }))
    const goods = statementOf(known).goods ?? []
    const { lines, left, because } =
      input.lines === undefined
        ? withdrawnGoods({ lines: judged.order.lines, decisions: judged.decision.lines, goods })
        : { lines: input.lines, left: [], because: null }
    if (lines.length === 0)
      return ok(await leaveToStaff(ctx, { known, because: because ?? 'outside_right', left, order }))
    const reasonHandle = plainReason(judged.reasons)
    const note = `${statementWords[known.locale] ?? statementWords[known.locale.slice(0, 2)] ?? statementWords['en'] ?? ''} ${caseName(known.number)}`
    const made = await requestReturn(then, {
      orderGid,
      submissionKey: known.id,
      lines: lines.map((line) => ({ ...line, reasonHandle, note })),
      outcome: 'refund',
      isWithdrawal: true,
      locale: known.locale,
    })
    if (made.ok) return ok(await becomeReturn(ctx, { known, order, left, returnId: made.value.returnId }))
    if (made.error.kind === 'shopify_unreachable') return { ok: false, error: made.error }
    return ok(await leaveToStaff(ctx, { known, because: 'not_accepted', left, order }))
  })
}

/** The note on a return that a withdrawal made, read by shopper and staff. */
const statementWords: Readonly<Record<string, string>> = {
  en: 'Withdrawal',
  de: 'Widerruf',
  fr: 'Rétractation',
  es: 'Desistimiento',
  it: 'Recesso',
  nl: 'Herroeping',
  pt: 'Desistência',
  ja: '契約の撤回',
  zh: '撤回合同',
  'zh-TW': '撤銷契約',
  ko: '청약 철회',
  ar: 'عدول عن العقد',
}

function statementOf({ messages }: CaseWithMessages) {
  const [first] = messages
  return first?.kind === 'statement' ? first.statement : {}
}

const plainReasons = ['changed-my-mind', 'no-longer-needed', 'unwanted', 'other-reason', 'unknown', 'other']

/** Nobody gives a reason for a withdrawal, and Shopify wants one: the plainest. */
function plainReason(reasons: readonly ReasonOption[]): string {
  const plain = plainReasons.flatMap((handle) => reasons.find((one) => one.handle === handle) ?? [])[0]
  return (plain ?? reasons.at(-1))?.handle ?? 'other-reason'
}

type Settling = {
  readonly known: CaseWithMessages
  readonly left: readonly string[]
  readonly order: { readonly orderGid: OrderGid; readonly orderName: string } | null
}

async function leaveToStaff(
  ctx: ShopContext,
  { known, because, left, order }: Settling & { readonly because: CaseGround },
): Promise<SettledWithdrawal> {
  await withShop(ctx.shop, async (tx) => {
    const now = await lockCase(tx, known.id)
    if (now === null || now.returnId !== null || now.state === 'closed') return
    if (now.because === because && now.orderGid === (order?.orderGid ?? null)) return
    await changeCase(tx, known.id, { because, state: 'open', changedAt: ctx.now(), ...order })
    await step(ctx, tx, { caseId: known.id, data: { step: 'waits', because, goods: [...left] } })
  })
  return { returnId: null, because }
}

async function becomeReturn(
  ctx: ShopContext,
  input: Settling & { readonly returnId: ReturnId },
): Promise<SettledWithdrawal> {
  const { known, left, order, returnId } = input
  const because = left.length > 0 ? ('in_part' as const) : null
  const jobs = await withShop(ctx.shop, async (tx): Promise<readonly JobId[]> => {
    const now = await lockCase(tx, known.id)
    if (now === null || now.returnId !== null) return []
    const record = await findReturn(tx, returnId)
    const goods = record?.lines.map((line) => `${line.quantity} × ${line.title}`) ?? []
    const at = ctx.now()
    const closing = because === null ? { state: 'closed' as const, closedAt: at } : { state: 'open' as const }
    await changeCase(tx, known.id, { because, returnId, changedAt: at, ...closing, ...order })
    await step(ctx, tx, { caseId: known.id, data: { step: 'became_return', returnId, goods } })
    if (because !== null)
      await step(ctx, tx, { caseId: known.id, data: { step: 'waits', because, goods: [...left] } })
    const events = [{ kind: 'case_opened', caseKind: 'withdrawal', number: known.number } as const]
    const recorded = await recordEvents({ ...ctx, actor: { kind: 'shopper' } }, tx, { returnId, events })
    return recorded.jobs
  })
  await handOver(ctx.shop, jobs)
  return { returnId, because }
}

async function step(
  ctx: ShopContext,
  tx: Transaction,
  { caseId, data }: { readonly caseId: string; readonly data: object },
): Promise<void> {
  const actor = ctx.actor.kind === 'staff' ? ctx.actor : ({ kind: 'system' } as const)
  await appendCaseMessage(tx, ctx.shop, { caseId, kind: 'step', text: '', data, actor, at: ctx.now() })
}

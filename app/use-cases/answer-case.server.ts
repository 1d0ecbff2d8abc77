import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendCaseMessage, changeCase, createCase, lockCase } from '#app/db/case.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import { namesForShopper } from '#app/domain/gift.ts'
import { longestCaseText, stateAfter } from '#app/domain/case.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { mayAct } from './may-act.server.ts'

export type AnswerCaseError =
  | Forbidden
  | { readonly kind: 'not_found' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too_long'; readonly limit: number }
  /** Somebody wrote in the case after the page was loaded. */
  | { readonly kind: 'changed' }

export type AnswerCaseInput = {
  readonly caseId: string
  readonly text: string
  /** How many messages the person saw: more by now means that they answer what they have not read. */
  readonly seen: number
  readonly close: boolean
}

/** Writes to the shopper in a case and tells her by mail; `close` ends the case with it. */
export async function answerCase(
  ctx: ShopContext,
  input: AnswerCaseInput,
): Promise<Result<null, AnswerCaseError>> {
  const allowed = await mayAct(ctx, 'case.answer')
  if (!allowed.ok) return allowed
  const text = input.text.trim()
  if (text === '') return err({ kind: 'empty' })
  if (text.length > longestCaseText) return err({ kind: 'too_long', limit: longestCaseText })
  const { shop, actor } = ctx
  const at = ctx.now()
  const { caseId } = input
  const done = await withShop(shop, async (tx) => {
    const known = await lockCase(tx, caseId)
    if (known === null) return err({ kind: 'not_found' } as const)
    if (known.state === 'closed') return err({ kind: 'closed' } as const)
    if (known.messages.length !== input.seen) return err({ kind: 'changed' } as const)
    const message = { caseId, kind: 'message', text, data: {}, actor, at } as const
    const messageId = await appendCaseMessage(tx, shop, message)
    if (input.close) {
      const data = { step: 'closed' }
      await appendCaseMessage(tx, shop, { caseId, kind: 'step', text: '', data, actor, at })
    }
    const state = input.close ? 'closed' : stateAfter('staff')
    await changeCase(tx, caseId, { state, changedAt: at, ...(input.close ? { closedAt: at } : {}) })
    if (messageId === null) return ok([])
    return ok([await enqueue(tx, { shop, name: 'send-case-message', payload: { messageId }, now: at })])
  })
  if (!done.ok) return done
  await handOver(shop, done.value)
  return ok(null)
}

/** Ends a case without another word. */
export async function closeCase(
  ctx: ShopContext,
  { caseId, seen }: Pick<AnswerCaseInput, 'caseId' | 'seen'>,
): Promise<Result<null, AnswerCaseError>> {
  const allowed = await mayAct(ctx, 'case.answer')
  if (!allowed.ok) return allowed
  const { shop, actor } = ctx
  const at = ctx.now()
  return withShop(shop, async (tx): Promise<Result<null, AnswerCaseError>> => {
    const known = await lockCase(tx, caseId)
    if (known === null) return err({ kind: 'not_found' })
    if (known.state === 'closed') return err({ kind: 'closed' })
    if (known.messages.length !== seen) return err({ kind: 'changed' })
    const data = { step: 'closed' }
    await appendCaseMessage(tx, shop, { caseId, kind: 'step', text: '', data, actor, at })
    await changeCase(tx, caseId, { state: 'closed', changedAt: at, closedAt: at })
    return ok(null)
  })
}

/** Asks the shopper something about her return: she reads it by mail and answers on the page of the return. */
export async function askShopper(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly text: string; readonly requestKey: string },
): Promise<Result<{ readonly number: number }, AnswerCaseError>> {
  const { returnId } = input
  const allowed = await mayAct(ctx, 'case.answer', returnId)
  if (!allowed.ok) return allowed
  const text = input.text.trim()
  if (text === '') return err({ kind: 'empty' })
  if (text.length > longestCaseText) return err({ kind: 'too_long', limit: longestCaseText })
  const { shop, actor } = ctx
  const at = ctx.now()
  const done = await withShop(shop, async (tx) => {
    const record = await findReturn(tx, returnId)
    if (record === null) return err({ kind: 'not_found' } as const)
    const {
      record: made,
      messageId,
      isNew,
    } = await createCase(tx, shop, {
      kind: 'question',
      state: stateAfter('staff'),
      orderName: namesForShopper(record).orderName,
      orderGid: record.orderGid,
      returnId,
      customerGid: record.customerGid,
      buyerName: record.buyerName ?? '',
      buyerEmail: record.buyerEmail,
      locale: record.locale,
      submissionKey: `question ${returnId} ${input.requestKey}`,
      text,
      statement: {},
      actor,
      at,
    })
    if (!isNew) return ok({ number: made.number, jobs: [] })
    const events = [{ kind: 'case_opened', caseKind: 'question', number: made.number } as const]
    const recorded = await recordEvents(ctx, tx, { returnId, events })
    const mail = await enqueue(tx, { shop, name: 'send-case-message', payload: { messageId }, now: at })
    return ok({ number: made.number, jobs: [mail, ...recorded.jobs] })
  })
  if (!done.ok) return done
  await handOver(shop, done.value.jobs)
  return ok({ number: done.value.number })
}

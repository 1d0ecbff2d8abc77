import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendCaseMessage, changeCase, lockCase } from '#app/db/case.server.ts'
import { longestCaseText, stateAfter } from '#app/domain/case.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'

export type ReplyToCaseInput = {
  readonly caseId: string
  /** The return whose page it was written on; null on the page of the case itself. A case of another return is none. */
  readonly returnId: ReturnId | null
  readonly text: string
  /** The form's own: sent twice it is one message. */
  readonly submissionKey: string
}
export type ReplyToCaseError =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too_long'; readonly limit: number }

/** Adds what the shopper writes to a case, the answer to a question of staff among it: then it waits for staff. */
export async function replyToCase(
  ctx: ShopContext,
  input: ReplyToCaseInput,
): Promise<Result<null, ReplyToCaseError>> {
  const text = input.text.trim()
  if (text === '') return err({ kind: 'empty' })
  if (text.length > longestCaseText) return err({ kind: 'too_long', limit: longestCaseText })
  const { caseId, returnId } = input
  return withShop(ctx.shop, async (tx): Promise<Result<null, ReplyToCaseError>> => {
    const known = await lockCase(tx, caseId)
    if (known === null || (returnId !== null && known.returnId !== returnId))
      return err({ kind: 'not_found' })
    // Sent again after staff has closed it: what was said stands.
    const submissionKey = `${caseId} ${input.submissionKey}`
    const at = ctx.now()
    if (known.state === 'closed') {
      const where = { shop_submissionKey: { shop: ctx.shop, submissionKey } }
      const twin = await tx.caseMessage.findUnique({ where, select: { id: true } })
      return twin === null ? err({ kind: 'closed' }) : ok(null)
    }
    const { actor } = ctx
    const message = { caseId, kind: 'message', text, data: {}, actor, at, submissionKey } as const
    const id = await appendCaseMessage(tx, ctx.shop, message)
    if (id !== null) await changeCase(tx, caseId, { state: stateAfter('shopper'), changedAt: at })
    return ok(null)
  })
}

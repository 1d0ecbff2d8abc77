import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'
import { runReturnCommand } from './return-command.server.ts'

/** Shopify's decline reasons. */
export const declineReasons = ['FINAL_SALE', 'RETURN_PERIOD_ENDED', 'OTHER'] as const
export type DeclineReason = (typeof declineReasons)[number]

export type DeclineReturnInput = {
  readonly returnId: ReturnId
  readonly reason: DeclineReason
  /** The shopper reads it. At most 500 characters (Shopify's limit), may be empty. */
  readonly note: string
}

/** Shopify's limit of a decline note. */
const longestNote = 500

/** Declines a requested return with its reason and tells Shopify and the shopper. */
export async function declineReturn(
  ctx: ShopContext,
  input: DeclineReturnInput,
): Promise<
  Result<ReturnCommandDone, ReturnCommandError | { readonly kind: 'note_too_long'; readonly limit: number }>
> {
  const note = input.note.trim()
  if (note.length > longestNote) return err({ kind: 'note_too_long', limit: longestNote })
  const { returnId, reason } = input
  return runReturnCommand<never>(ctx, {
    returnId,
    command: 'decline',
    plan: () =>
      ok({
        change: { decidedAt: ctx.now(), declineReason: reason, declineNote: note, attention: null },
        events: [{ kind: 'declined', reason, note }],
        job: 'decline-shopify-return',
      }),
  })
}

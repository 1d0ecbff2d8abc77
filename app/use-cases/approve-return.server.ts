import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'
import { runReturnCommand } from './return-command.server.ts'

/** Approves a request that waits for a person, and tells Shopify and the shopper. */
export async function approveReturn(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId },
): Promise<Result<ReturnCommandDone, ReturnCommandError>> {
  return runReturnCommand<never>(ctx, {
    returnId: input.returnId,
    command: 'approve',
    plan: () =>
      ok({
        change: { decidedAt: ctx.now(), attention: null },
        events: [{ kind: 'approved' }],
        job: 'approve-shopify-return',
      }),
  })
}

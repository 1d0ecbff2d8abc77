import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'
import { runReturnCommand } from './return-command.server.ts'

/** Cancels a return before goods or money moved, and tells Shopify: its units can be asked back again. */
export async function cancelReturn(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId },
): Promise<Result<ReturnCommandDone, ReturnCommandError>> {
  return runReturnCommand<never>(ctx, {
    returnId: input.returnId,
    command: 'cancel',
    plan: () =>
      ok({
        change: { closedAt: ctx.now(), attention: null },
        events: [{ kind: 'cancelled' }],
        job: 'cancel-shopify-return',
      }),
  })
}

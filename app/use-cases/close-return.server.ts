import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'
import { runReturnCommand } from './return-command.server.ts'

/** Closes a return with nothing on its way any more, and tells Shopify. What was not received or paid stays so. */
export async function closeReturn(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId },
): Promise<Result<ReturnCommandDone, ReturnCommandError>> {
  return runReturnCommand<never>(ctx, {
    returnId: input.returnId,
    command: 'close',
    plan: () =>
      ok({
        change: { closedAt: ctx.now(), attention: null },
        events: [{ kind: 'closed' }],
        job: 'close-shopify-return',
      }),
  })
}

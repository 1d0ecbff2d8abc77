import type { ShopContext } from '#app/context.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { transition } from '#app/domain/lifecycle.ts'
import { ok, type Result } from '#app/domain/result.ts'
import { returnStateOf } from '#app/jobs/return-state-of.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'
import { runReturnCommand } from './return-command.server.ts'

/**
 * Cancels a return before goods or money moved, and tells Shopify: its units can be asked back again. The shopper may do it
 * herself until the carrier has scanned the parcel for the first time.
 */
export async function cancelReturn(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId },
): Promise<Result<ReturnCommandDone, ReturnCommandError>> {
  return runReturnCommand<never>(ctx, {
    returnId: input.returnId,
    command: 'cancel',
    byShopper: mayCancelHerself,
    plan: () =>
      ok({
        change: { closedAt: ctx.now(), attention: null },
        events: [{ kind: 'cancelled' }],
        job: 'cancel-shopify-return',
      }),
  })
}

/** Whether nothing of the return is on its way back yet: then its shopper may cancel it. */
export function mayCancelHerself(record: ReturnRecord): boolean {
  const hasCome = record.scannedAt !== null || record.receivedItems.length > 0 || record.keepsItems
  return !hasCome && transition(returnStateOf(record), 'cancel').ok
}

import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, type Result } from '#app/domain/result.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'

/** Closes a return and tells Shopify. */
export async function closeReturn(
  _ctx: ShopContext,
  _input: { readonly returnId: ReturnId },
): Promise<Result<ReturnCommandDone, ReturnCommandError>> {
  return err({ kind: 'not_found' })
}

import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { keepFiledReturns } from '#app/db/past-returns.server.ts'
import { type BrokenRow, readReturnsFile } from '#app/domain/replay/past-returns-file.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

export type ImportPastReturnsError =
  | Forbidden
  /** The heading lacks these columns. */
  | { readonly kind: 'columns'; readonly missing: readonly string[] }
  | { readonly kind: 'too_long' }
  /** No row can be read. */
  | { readonly kind: 'empty'; readonly broken: readonly BrokenRow[] }

/**
 * Keeps the lines of a file of past returns for replays, in the place of those of the file before. What a row means is settled when it is
 * replayed: orders may be read later than the file. Nothing of it is shown to shoppers or sent to Shopify.
 */
export async function importPastReturns(
  ctx: ShopContext,
  { text }: { readonly text: string },
): Promise<
  Result<{ readonly lines: number; readonly broken: readonly BrokenRow[] }, ImportPastReturnsError>
> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const file = readReturnsFile(text, ctx.settings.timeZone)
  if (!file.ok) return err(file.isTooLong ? { kind: 'too_long' } : { kind: 'columns', missing: file.missing })
  const { returns, broken } = file
  if (returns.length === 0) return err({ kind: 'empty', broken })
  await withShop(ctx.shop, (tx) => keepFiledReturns(tx, ctx.shop, returns))
  return ok({ lines: returns.length, broken })
}

/** Forgets the file of past returns. */
export async function forgetPastReturns(ctx: ShopContext): Promise<Result<null, Forbidden>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  await withShop(ctx.shop, (tx) => keepFiledReturns(tx, ctx.shop, []))
  return ok(null)
}

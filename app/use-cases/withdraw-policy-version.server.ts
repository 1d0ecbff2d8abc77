import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findPolicyVersion, lockPolicy, withdrawPolicyVersion } from '#app/db/policy.server.ts'
import { compareInstants } from '#app/domain/dates.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

export type WithdrawVersionError =
  | Forbidden
  | { readonly kind: 'no_version' }
  /** It judges orders: publish an older one anew instead. */
  | { readonly kind: 'in_force' }

/** Takes back a version that has not come into force: it never judges an order, and keeps its number in the history. */
export async function withdrawVersion(
  ctx: ShopContext,
  input: { readonly number: number },
): Promise<Result<null, WithdrawVersionError>> {
  const allowed = await mayAct(ctx, 'policy.publish')
  if (!allowed.ok) return allowed
  const { shop, actor: by } = ctx
  return withShop(shop, async (tx): Promise<Result<null, WithdrawVersionError>> => {
    await lockPolicy(tx, shop)
    const version = await findPolicyVersion(tx, shop, input.number)
    if (version === null) return err({ kind: 'no_version' })
    const at = ctx.now()
    if (compareInstants(version.inForceFrom, at) <= 0) return err({ kind: 'in_force' })
    await withdrawPolicyVersion(tx, { shop, number: version.number, by, at })
    return ok(null)
  })
}

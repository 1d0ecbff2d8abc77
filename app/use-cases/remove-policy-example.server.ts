import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { deletePolicyExample, type PolicyExampleId } from '#app/db/policy-example.server.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

/** Removes a golden example: it no longer stands in the way of a publish. */
export async function removePolicyExample(
  ctx: ShopContext,
  input: { readonly id: PolicyExampleId },
): Promise<Result<null, Forbidden>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  await withShop(ctx.shop, (tx) => deletePolicyExample(tx, ctx.shop, input.id))
  return ok(null)
}

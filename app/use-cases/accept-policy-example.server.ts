import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import {
  changePolicyExample,
  findPolicyExample,
  type PolicyExampleId,
} from '#app/db/policy-example.server.ts'
import { findPolicyDraft, getLatestPolicy } from '#app/db/policy.server.ts'
import { acceptGolden } from '#app/domain/policy/golden.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

export type AcceptPolicyExampleError = Forbidden | { readonly kind: 'not_found' }

/** Takes what the draft (without one, the version in force) makes of an example as what it must come to from now on. */
export async function acceptPolicyExample(
  ctx: ShopContext,
  input: { readonly id: PolicyExampleId },
): Promise<Result<null, AcceptPolicyExampleError>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const { shop, actor: author } = ctx
  return withShop(shop, async (tx): Promise<Result<null, AcceptPolicyExampleError>> => {
    const known = await findPolicyExample(tx, shop, input.id)
    if (known === null) return err({ kind: 'not_found' })
    const policy = (await findPolicyDraft(tx, shop))?.policy ?? (await getLatestPolicy(tx, shop)).policy
    const example = acceptGolden(policy, known.example, ctx.settings.timeZone)
    await changePolicyExample(tx, { shop, id: known.id, example, author, at: ctx.now() })
    return ok(null)
  })
}

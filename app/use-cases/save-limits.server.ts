import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import { findLimits, saveLimits as storeLimits } from '#app/db/limit.server.ts'
import { type LimitProblem, limitProblems, type Limits } from '#app/domain/limits.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

export type SaveLimitsError =
  | Forbidden
  | { readonly kind: 'invalid_limits'; readonly problems: readonly LimitProblem[] }
  /** Somebody else changed them since they were read. */
  | { readonly kind: 'limits_conflict' }

/** Sets what each role may pay without a second person, in place of the version that the form was filled from. */
export async function saveLimits(
  ctx: ShopContext,
  input: { readonly limits: Limits; readonly version: number },
): Promise<Result<null, SaveLimitsError>> {
  const allowed = await mayAct(ctx, 'limits.save')
  if (!allowed.ok) return allowed
  const problems = limitProblems(input.limits)
  if (problems.length > 0) return err({ kind: 'invalid_limits', problems })
  const { shop, actor } = ctx
  return withShop(shop, async (tx): Promise<Result<null, SaveLimitsError>> => {
    const before = await findLimits(tx, shop)
    if (!(await storeLimits(tx, { shop, ...input }))) return err({ kind: 'limits_conflict' })
    const event = { kind: 'limits_changed', before: before.limits, after: input.limits } as const
    await appendAudit(tx, { shop, actor, at: ctx.now(), event })
    return ok(null)
  })
}

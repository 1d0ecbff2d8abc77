import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import { getPolicySettings, savePolicySettings } from '#app/db/policy-settings.server.ts'
import type { PolicySettings } from '#app/domain/policy/policy-settings.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

/** Says what a publication needs from now on. What waits for a second person goes on waiting. */
export async function changePolicySettings(
  ctx: ShopContext,
  settings: PolicySettings,
): Promise<Result<null, Forbidden>> {
  const allowed = await mayAct(ctx, 'policy.settings')
  if (!allowed.ok) return allowed
  const { shop, actor } = ctx
  await withShop(shop, async (tx) => {
    const before = await getPolicySettings(tx, shop)
    if (before.secondPerson === settings.secondPerson) return
    await savePolicySettings(tx, shop, settings)
    const event = { kind: 'policy_settings_changed', secondPerson: settings.secondPerson } as const
    await appendAudit(tx, { shop, actor, at: ctx.now(), event })
  })
  return ok(null)
}

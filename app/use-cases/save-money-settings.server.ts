import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import { hashOf } from '#app/db/hash-chain.ts'
import { lockMoneySettings, saveMoneySettings as storeMoneySettings } from '#app/db/money-settings.server.ts'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

export type SaveMoneySettingsError =
  | Forbidden
  /** Which parts are not what they can be, as paths: `instantRefund.perBuyer.USD`. */
  | { readonly kind: 'invalid_settings'; readonly paths: readonly string[] }
  /** Somebody else changed them since they were read. */
  | { readonly kind: 'settings_conflict' }

/** Sets how the shop pays beside its policy, in place of the settings that the form was filled from (`read`). */
export async function saveMoneySettings(
  ctx: ShopContext,
  input: { readonly settings: unknown; readonly read: MoneySettings },
): Promise<Result<null, SaveMoneySettingsError>> {
  const allowed = await mayAct(ctx, 'limits.save')
  if (!allowed.ok) return allowed
  const settings = MoneySettings.safeParse(input.settings)
  if (!settings.success)
    return err({
      kind: 'invalid_settings',
      paths: settings.error.issues.map(({ path }) => path.join('.')),
    })
  const { shop, actor } = ctx
  const after = settings.data
  return withShop(shop, async (tx): Promise<Result<null, SaveMoneySettingsError>> => {
    const before = await lockMoneySettings(tx, shop)
    if (hashOf(before) !== hashOf(input.read)) return err({ kind: 'settings_conflict' })
    await storeMoneySettings(tx, shop, after)
    const event = { kind: 'money_settings_changed', before, after } as const
    await appendAudit(tx, { shop, actor, at: ctx.now(), event })
    return ok(null)
  })
}

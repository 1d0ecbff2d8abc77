import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { PortalSettings, savePortalSettings } from '#app/db/shop.server.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import { mayAct } from './may-act.server.ts'

export type SaveSettingsInput = {
  /** Where the shopper's replies go; empty = the shop's own contact address. */
  readonly contactEmail: string
  /** How to send items back, plain text. */
  readonly instructions: string
}
export type SaveSettingsError =
  | Forbidden
  | {
      readonly kind: 'invalid_settings'
      readonly fields: readonly ('contactEmail' | 'instructions')[]
    }

/** Saves what the merchant may set: the reply address of messages and the instructions for sending items back. */
export async function saveSettings(
  ctx: ShopContext,
  input: SaveSettingsInput,
): Promise<Result<null, SaveSettingsError>> {
  const allowed = await mayAct(ctx, 'settings.save')
  if (!allowed.ok) return allowed
  const settings = PortalSettings.safeParse({
    ...ctx.settings.portal,
    replyTo: input.contactEmail.trim(),
    instructions: input.instructions.trim(),
  })
  const isReplyable = input.contactEmail.trim() === '' || isMailAddress(input.contactEmail.trim())
  if (!isReplyable) return err({ kind: 'invalid_settings', fields: ['contactEmail'] })
  if (!settings.success) return err({ kind: 'invalid_settings', fields: ['instructions'] })
  await withShop(ctx.shop, (tx) => savePortalSettings(tx, ctx.shop, settings.data))
  return ok(null)
}

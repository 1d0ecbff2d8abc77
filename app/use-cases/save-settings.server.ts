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
  /** How else shoppers reach people, and when; what is left out stays. */
  readonly phone?: string | undefined
  readonly hours?: string | undefined
  /** Within how many days staff answers, as typed; empty = nothing is promised. */
  readonly answerDays?: string | undefined
}
export type SettingsField = 'contactEmail' | 'instructions' | 'phone' | 'hours' | 'answerDays'
export type SaveSettingsError =
  | Forbidden
  | {
      readonly kind: 'invalid_settings'
      readonly fields: readonly SettingsField[]
    }

/** Saves what the merchant may set: the reply address, how and when people are reached, the instructions for sending items back. */
export async function saveSettings(
  ctx: ShopContext,
  input: SaveSettingsInput,
): Promise<Result<null, SaveSettingsError>> {
  const allowed = await mayAct(ctx, 'settings.save')
  if (!allowed.ok) return allowed
  const { portal } = ctx.settings
  const replyTo = input.contactEmail.trim()
  const phone = input.phone?.trim() ?? portal.phone
  const answerDays = input.answerDays?.trim() ?? (portal.answerDays ?? '').toString()
  const settings = PortalSettings.safeParse({
    ...portal,
    replyTo,
    instructions: input.instructions.trim(),
    phone,
    hours: input.hours?.trim() ?? portal.hours,
    answerDays: answerDays === '' ? null : Number(answerDays),
  })
  const wrong = new Set<string>(settings.error?.issues.map(({ path }) => String(path[0])))
  const fields: SettingsField[] = [
    ...(replyTo === '' || isMailAddress(replyTo) ? [] : (['contactEmail'] as const)),
    ...(wrong.has('instructions') ? (['instructions'] as const) : []),
    ...(wrong.has('phone') || !isPhone(phone) ? (['phone'] as const) : []),
    ...(wrong.has('hours') ? (['hours'] as const) : []),
    ...(wrong.has('answerDays') ? (['answerDays'] as const) : []),
  ]
  if (!settings.success || fields.length > 0) return err({ kind: 'invalid_settings', fields })
  await withShop(ctx.shop, (tx) => savePortalSettings(tx, ctx.shop, settings.data))
  return ok(null)
}

/** Digits with what people write between them, or nothing. */
function isPhone(text: string): boolean {
  return text === '' || /^\+?[\d\s()/.-]{4,39}$/.test(text)
}

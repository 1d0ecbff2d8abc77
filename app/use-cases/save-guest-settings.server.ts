import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { PortalSettings, savePortalSettings } from '#app/db/shop.server.ts'
import type { GiftReturns } from '#app/domain/gift.ts'
import { tryParseDecimal } from '#app/domain/money.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

export type SaveGuestSettingsInput = {
  readonly codeForWeakProof: boolean
  /** An amount of the shop's currency as typed; empty = for no amount. */
  readonly codeAbove: string
  /** One origin per line. */
  readonly headlessOrigins: string
  /** What is given for goods that were a gift. */
  readonly giftReturns: GiftReturns
}
export type GuestSettingsField = 'codeAbove' | 'headlessOrigins'
export type SaveGuestSettingsError =
  Forbidden | { readonly kind: 'invalid_settings'; readonly fields: readonly GuestSettingsField[] }

/** Saves when guests type a mailed code, what is given for gifts, and which headless storefronts may ask the portal's API. */
export async function saveGuestSettings(
  ctx: ShopContext,
  input: SaveGuestSettingsInput,
): Promise<Result<null, SaveGuestSettingsError>> {
  const allowed = await mayAct(ctx, 'settings.save')
  if (!allowed.ok) return allowed
  const typed = input.codeAbove.trim().replace(',', '.')
  const amount = typed === '' ? null : tryParseDecimal(typed, ctx.settings.currency)
  const origins = [...new Set(input.headlessOrigins.split(/\s+/).filter((line) => line !== ''))]
  const settings = PortalSettings.safeParse({
    ...ctx.settings.portal,
    codeForWeakProof: input.codeForWeakProof,
    codeAbove: amount?.minor ?? null,
    headlessOrigins: origins,
    giftReturns: input.giftReturns,
  })
  const fields: GuestSettingsField[] = [
    ...((typed !== '' && amount === null) || (amount?.minor ?? 0) < 0 ? (['codeAbove'] as const) : []),
    ...(origins.every(isOrigin) && origins.length <= 20 ? [] : (['headlessOrigins'] as const)),
  ]
  if (!settings.success || fields.length > 0)
    return err({ kind: 'invalid_settings', fields: fields.length > 0 ? fields : ['headlessOrigins'] })
  await withShop(ctx.shop, (tx) => savePortalSettings(tx, ctx.shop, settings.data))
  return ok(null)
}

/** `https://shop.example`, and a machine of the developer's own. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text) || new URL(text).origin !== text) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost')
}

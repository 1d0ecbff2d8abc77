import type { ShopDomain } from '#app/domain/ids.ts'
import { PolicySettings } from '#app/domain/policy/policy-settings.ts'
import type { Transaction } from '#app/db.server.ts'
import { jsonColumn } from './column.ts'

/** What the shop wants of a publication; the defaults where it never said. */
export async function getPolicySettings(tx: Transaction, shop: ShopDomain): Promise<PolicySettings> {
  const row = await tx.shop.findUnique({ where: { shop }, select: { policySettings: true } })
  return PolicySettings.parse(row?.policySettings ?? {})
}

/** Stores it; it holds from the next publication on. */
export async function savePolicySettings(
  tx: Transaction,
  shop: ShopDomain,
  settings: PolicySettings,
): Promise<void> {
  await tx.shop.update({ where: { shop }, data: { policySettings: jsonColumn(settings) } })
}

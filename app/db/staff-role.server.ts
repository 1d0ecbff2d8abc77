import type { StaffRole } from '@prisma/client'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Role } from '#app/domain/roles.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant } from './column.ts'

/** A person of the shop who has opened the app. */
export type StaffRecord = {
  readonly userId: string
  readonly name: string
  readonly role: Role
  readonly isOwner: boolean
  readonly firstSeenAt: string
}

function staffRecord(row: StaffRole): StaffRecord {
  const { userId, name, isOwner } = row
  return { userId, name, role: Role.parse(row.role), isOwner, firstSeenAt: instant(row.firstSeenAt) }
}

/** The person with their role; null when they never opened the app. */
export async function findStaff(
  tx: Transaction,
  shop: ShopDomain,
  userId: string,
): Promise<StaffRecord | null> {
  const row = await tx.staffRole.findUnique({ where: { shop_userId: { shop, userId } } })
  return row && staffRecord(row)
}

/**
 * Answers the person's role, and writes them down when they are new. The first person is who installed the app, and is
 * admin; so is the owner of the store, whom nobody in the shop stands above. Everybody else may look until an admin says more.
 */
export async function rememberStaff(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly userId: string
    readonly name: string
    readonly isOwner: boolean
    readonly now: string
  },
): Promise<StaffRecord> {
  const { shop, userId, name, isOwner, now } = input
  const known = await findStaff(tx, shop, userId)
  if (known !== null && known.name === name) return known
  if (known !== null) {
    const where = { shop_userId: { shop, userId } }
    return staffRecord(await tx.staffRole.update({ where, data: { name } }))
  }
  await lockRoles(tx, shop)
  const isFirst = (await tx.staffRole.count({ where: { shop } })) === 0
  const role: Role = isFirst || isOwner ? 'admin' : 'viewer'
  const data = { shop, userId, name, role, isOwner, firstSeenAt: now }
  // The pages of one visit load side by side.
  await tx.staffRole.createMany({ data: [data], skipDuplicates: true })
  const stored = await findStaff(tx, shop, userId)
  if (stored === null) throw new Error(`The person ${userId} was not written down`)
  return stored
}

/** Everybody who has opened the app, in the order in which they came. */
export async function listStaff(tx: Transaction, shop: ShopDomain): Promise<readonly StaffRecord[]> {
  const orderBy = [{ firstSeenAt: 'asc' }, { userId: 'asc' }] as const
  return (await tx.staffRole.findMany({ where: { shop }, orderBy: [...orderBy] })).map(staffRecord)
}

/** As `listStaff`, and nobody else changes roles until the transaction ends. */
export async function lockStaff(tx: Transaction, shop: ShopDomain): Promise<readonly StaffRecord[]> {
  await lockRoles(tx, shop)
  return listStaff(tx, shop)
}

/** Gives a person a role. Ask `planRoles` first. */
export async function giveRole(
  tx: Transaction,
  input: { readonly shop: ShopDomain; readonly userId: string; readonly role: Role },
): Promise<void> {
  const { shop, userId, role } = input
  await tx.staffRole.update({ where: { shop_userId: { shop, userId } }, data: { role } })
}

async function lockRoles(tx: Transaction, shop: ShopDomain): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`roles ${shop}`}, 0))`
}

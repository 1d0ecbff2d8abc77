import type { GuestCode } from '@prisma/client'
import type { Transaction } from '#app/db.server.ts'
import { OrderGid, type ShopDomain } from '#app/domain/ids.ts'

/** A code is good for this long after it was mailed. */
const codeMinutes = 10
/** Tries per code, codes per lookup, and the pause between two of them. */
const mostTries = 5
const mostSends = 3
const resendSeconds = 60

/** A lookup that waits for its code. `orderGid` is null for a decoy: the guess was wrong, and nobody may notice. */
export type GuestCodeRecord = {
  readonly id: string
  readonly orderGid: OrderGid | null
  readonly orderName: string | null
  readonly sealedTo: string | null
  readonly sends: number
  readonly sent: number
  readonly locale: string
}

function record(row: GuestCode): GuestCodeRecord {
  const { id, orderName, sealedTo, sends, sent, locale } = row
  const orderGid = row.orderGid === null ? null : OrderGid.parse(row.orderGid)
  return { id, orderGid, orderName, sealedTo, sends, sent, locale }
}

function minutesAfter(now: string, minutes: number): string {
  return new Date(Date.parse(now) + minutes * 60_000).toISOString()
}

/** Opens a lookup that waits for its code. */
export async function createGuestCode(
  tx: Transaction,
  shop: ShopDomain,
  input: Omit<GuestCodeRecord, 'sends' | 'sent'> & { readonly codeHash: string; readonly now: string },
): Promise<void> {
  const { now, ...row } = input
  const data = { ...row, shop, createdAt: now, askedAt: now, endsAt: minutesAfter(now, codeMinutes) }
  await tx.guestCode.create({ data })
}

export async function findGuestCode(tx: Transaction, id: string): Promise<GuestCodeRecord | null> {
  const row = await tx.guestCode.findUnique({ where: { id } })
  return row && record(row)
}

/** Puts a fresh code in place of the one before; its ten minutes and its tries begin. */
export async function replaceGuestCode(
  tx: Transaction,
  { id, codeHash, now }: { readonly id: string; readonly codeHash: string; readonly now: string },
): Promise<void> {
  const data = { codeHash, tries: 0, endsAt: minutesAfter(now, codeMinutes) }
  await tx.guestCode.updateMany({ where: { id, usedAt: null }, data })
}

export async function markGuestCodeSent(tx: Transaction, id: string, send: number): Promise<void> {
  await tx.guestCode.updateMany({ where: { id }, data: { sent: send } })
}

/**
 * Takes one try, before anybody looks whether it is right: two at once are two. Answers what the code is compared with, or
 * null when it has ended, was used or has no try left.
 */
export async function takeTry(
  tx: Transaction,
  { id, now }: { readonly id: string; readonly now: string },
): Promise<{ readonly codeHash: string; readonly orderGid: OrderGid | null; readonly left: number } | null> {
  const rows = await tx.$queryRaw<{ codeHash: string; orderGid: string | null; tries: number }[]>`
    update "GuestCode" set tries = tries + 1
    where id = ${id}::uuid and "usedAt" is null and tries < ${mostTries} and "endsAt" > ${now}::timestamptz
    returning "codeHash", "orderGid", tries`
  const [row] = rows
  if (row === undefined) return null
  const orderGid = row.orderGid === null ? null : OrderGid.parse(row.orderGid)
  return { codeHash: row.codeHash, orderGid, left: mostTries - row.tries }
}

/** Marks the code as used; false when somebody was faster. */
export async function useGuestCode(tx: Transaction, id: string, now: string): Promise<boolean> {
  const { count } = await tx.guestCode.updateMany({ where: { id, usedAt: null }, data: { usedAt: now } })
  return count === 1
}

/** Counts a further code that is asked for; null when it is too soon, too many were, or the lookup is over. */
export async function takeSend(
  tx: Transaction,
  { id, now }: { readonly id: string; readonly now: string },
): Promise<number | null> {
  const before = new Date(Date.parse(now) - resendSeconds * 1000).toISOString()
  const rows = await tx.$queryRaw<{ sends: number }[]>`
    update "GuestCode" set sends = sends + 1, "askedAt" = ${now}::timestamptz
    where id = ${id}::uuid and "usedAt" is null and sends < ${mostSends} and "askedAt" <= ${before}::timestamptz
    returning sends`
  return rows[0]?.sends ?? null
}

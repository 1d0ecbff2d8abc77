import { type GiftCode, Prisma } from '@prisma/client'
import { z } from 'zod'
import { Actor } from '#app/domain/events.ts'
import { GiftedLine } from '#app/domain/gift.ts'
import { OrderGid, type ShopDomain } from '#app/domain/ids.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, instantOrNull, jsonColumn } from './column.ts'

/** A code by which goods of an order can be given back by who was given them. The code itself is not kept. */
export type GiftCodeRecord = {
  readonly id: string
  readonly codeHash: string
  readonly orderGid: OrderGid
  readonly orderName: string
  readonly lines: readonly GiftedLine[]
  readonly madeBy: Actor
  readonly createdAt: string
  readonly endsAt: string
  readonly revokedAt: string | null
}

function record({ shop: _shop, ...row }: GiftCode): GiftCodeRecord {
  return {
    ...row,
    orderGid: OrderGid.parse(row.orderGid),
    lines: z.array(GiftedLine).parse(row.lines),
    madeBy: Actor.parse(row.madeBy),
    createdAt: instant(row.createdAt),
    endsAt: instant(row.endsAt),
    revokedAt: instantOrNull(row.revokedAt),
  }
}

/** Writes a code; writes nothing where its id is there already (the same form, sent twice). */
export async function createGiftCode(
  tx: Transaction,
  shop: ShopDomain,
  input: Omit<GiftCodeRecord, 'revokedAt'>,
): Promise<boolean> {
  const { lines, madeBy, ...row } = input
  const data = { ...row, shop, lines: jsonColumn(lines), madeBy: jsonColumn(madeBy) }
  const { count } = await tx.giftCode.createMany({ data, skipDuplicates: true })
  return count === 1
}

const live = (now: string): Prisma.GiftCodeWhereInput => ({ revokedAt: null, endsAt: { gt: now } })

/** The code that can be used now, by its hash; null for one that is none, has ended or was revoked: all the same. */
export async function findLiveGiftCode(
  tx: Transaction,
  shop: ShopDomain,
  by: { readonly codeHash: string; readonly now: string } | { readonly id: string; readonly now: string },
): Promise<GiftCodeRecord | null> {
  if ('id' in by && !z.uuid().safeParse(by.id).success) return null
  const named = 'id' in by ? { id: by.id } : { codeHash: by.codeHash }
  const row = await tx.giftCode.findFirst({ where: { shop, ...named, ...live(by.now) } })
  return row && record(row)
}

/** Codes of an order that can be used now, newest first. */
export async function listLiveGiftCodes(
  tx: Transaction,
  shop: ShopDomain,
  { orderGid, now }: { readonly orderGid: OrderGid; readonly now: string },
): Promise<readonly GiftCodeRecord[]> {
  const rows = await tx.giftCode.findMany({
    where: { shop, orderGid, ...live(now) },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: 50,
  })
  return rows.map(record)
}

/** Ends a code of an order for good. Answers whether it still could be used. */
export async function revokeGiftCode(
  tx: Transaction,
  shop: ShopDomain,
  code: { readonly id: string; readonly orderGid: OrderGid; readonly now: string },
): Promise<boolean> {
  const { id, orderGid, now } = code
  const where = { shop, id, orderGid, ...live(now) }
  const { count } = await tx.giftCode.updateMany({ where, data: { revokedAt: now } })
  return count === 1
}

/** How many units of each line were asked back with a code, by line; what was declined or cancelled can be asked back again. */
export async function countGiftUnits(
  tx: Transaction,
  shop: ShopDomain,
  codeId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.returnLine.findMany({
    where: {
      shop,
      return: {
        gift: { path: ['codeId'], equals: codeId },
        status: { in: ['in_review', 'approved', 'received', 'closed'] },
      },
    },
    select: { lineId: true, quantity: true },
  })
  const units = new Map<string, number>()
  for (const { lineId, quantity } of rows) {
    const line = lineOfPart(lineId)
    units.set(line, (units.get(line) ?? 0) + quantity)
  }
  return units
}

/**
 * The lines of an order that are given away: there is a code for them, or somebody who was given them asked them back. Which of
 * both it is, nobody who asks by the order is told.
 */
export async function listGiftedLines(
  tx: Transaction,
  shop: ShopDomain,
  { orderGid, now }: { readonly orderGid: OrderGid; readonly now: string },
): Promise<ReadonlySet<string>> {
  const codes = await listLiveGiftCodes(tx, shop, { orderGid, now })
  const asked = await tx.returnLine.findMany({
    where: {
      shop,
      return: {
        orderGid,
        gift: { not: Prisma.DbNull },
        status: { in: ['in_review', 'approved', 'received', 'closed'] },
      },
    },
    select: { lineId: true },
  })
  return new Set([
    ...codes.flatMap(({ lines }) => lines.map(({ lineId }) => lineId)),
    ...asked.map(({ lineId }) => lineOfPart(lineId)),
  ])
}

import { Prisma } from '@prisma/client'
import type { GiftOfReturn } from '#app/domain/gift.ts'
import type { OrderGid, ReturnId, ShopDomain, ShopifyReturnGid } from '#app/domain/ids.ts'
import type { ExchangeChoice } from '#app/domain/refund/exchange.ts'
import type { FeeChange } from '#app/domain/refund/fee-change.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import type { ReturnStatus } from '#app/domain/return.ts'
import type { Transaction } from '#app/db.server.ts'
import { jsonColumn } from './column.ts'
import {
  type Consent,
  type GivenAnswer,
  type ReturnLineRecord,
  type ReturnRecord,
  returnRecord,
  withParts,
} from './return-record.ts'

/** A return as `request-return` writes it: what only later steps know is not there yet. */
export type NewReturn = Omit<
  ReturnRecord,
  | 'shopifyReturnGid'
  | 'name'
  | 'receivedAt'
  | 'closedAt'
  | 'declineReason'
  | 'declineNote'
  | 'openingAt'
  | 'generation'
  | 'feeChange'
  | 'keepsItems'
  | 'scannedAt'
  | 'consent'
  | 'gift'
  | 'returnMethod'
  | 'attention'
  | 'redactedAt'
  | 'version'
  | 'lines'
  | 'receivedItems'
  | 'moneyIntents'
> & {
  readonly consent?: Consent
  readonly gift?: GiftOfReturn
  readonly returnMethod?: ReturnMethod
  readonly lines: readonly (Omit<
    ReturnLineRecord,
    'shopifyReturnLineGid' | 'shopifyExchangeLineGid' | 'exchange' | 'answers'
  > & { readonly exchange?: ExchangeChoice; readonly answers?: readonly GivenAnswer[] })[]
}

/** What may change on a return. */
export type ReturnChange = {
  readonly status?: ReturnStatus
  /** Only where an exchange ends: then the lines are paid otherwise. */
  readonly outcome?: Outcome
  readonly shopifyReturnGid?: ShopifyReturnGid
  readonly name?: string
  readonly promised?: Quote
  readonly decidedAt?: string
  readonly receivedAt?: string
  readonly closedAt?: string | null
  readonly declineReason?: string
  readonly declineNote?: string
  readonly attention?: string | null
  readonly openingAt?: string
  readonly generation?: number
  /** `null` ends the change. */
  readonly feeChange?: FeeChange | null
  readonly keepsItems?: boolean
  readonly scannedAt?: string
  /** Given once, never changed. */
  readonly consent?: Consent
}

/**
 * Waits until no other transaction works on the order: two requests for the same units must see each other.
 * Held until the transaction ends.
 */
export async function lockOrder(tx: Transaction, shop: ShopDomain, orderGid: OrderGid): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${shop} ${orderGid}`}, 0))`
}

/** Writes a new return with its lines. Throws P2002 when the submission key is known: look for it first, under `lockOrder`. */
export async function createReturn(tx: Transaction, shop: ShopDomain, input: NewReturn): Promise<void> {
  const { lines, decision, promised, consent, gift, ...row } = input
  await tx.return.create({
    data: {
      ...row,
      shop,
      decision: jsonColumn(decision),
      ...(promised ? { promised: jsonColumn(promised) } : {}),
      ...(consent ? { consent: jsonColumn(consent) } : {}),
      ...(gift ? { gift: jsonColumn(gift) } : {}),
    },
  })
  await tx.returnLine.createMany({
    data: lines.map(({ exchange, answers = [], ...line }) => ({
      ...line,
      answers: jsonColumn(answers),
      ...(exchange ? { exchange: jsonColumn(exchange) } : {}),
      shop,
      returnId: input.id,
    })),
  })
}

/** The return with its lines, received items and money intents; null when there is none. */
export async function findReturn(tx: Transaction, id: ReturnId): Promise<ReturnRecord | null> {
  const row = await tx.return.findUnique({ where: { id }, include: withParts })
  return row && returnRecord(row)
}

/** As `findReturn`; throws when there is none. */
export async function getReturn(tx: Transaction, id: ReturnId): Promise<ReturnRecord> {
  return returnRecord(await tx.return.findUniqueOrThrow({ where: { id }, include: withParts }))
}

/** As `findReturn`, and nobody else changes the return until this transaction ends. */
export async function lockReturn(tx: Transaction, id: ReturnId): Promise<ReturnRecord | null> {
  await tx.$executeRaw`select 1 from "Return" where id = ${id}::uuid for update`
  return findReturn(tx, id)
}

/** The return that a submission made, null when it made none. */
export async function findReturnBySubmission(
  tx: Transaction,
  shop: ShopDomain,
  submissionKey: string,
): Promise<ReturnRecord | null> {
  const where = { shop_submissionKey: { shop, submissionKey } }
  const row = await tx.return.findUnique({ where, include: withParts })
  return row && returnRecord(row)
}

/** The return that Shopify knows by this id, null when it is none of ours. */
export async function findReturnByShopifyGid(
  tx: Transaction,
  shop: ShopDomain,
  shopifyReturnGid: ShopifyReturnGid,
): Promise<ReturnRecord | null> {
  const where = { shop_shopifyReturnGid: { shop, shopifyReturnGid } }
  const row = await tx.return.findUnique({ where, include: withParts })
  return row && returnRecord(row)
}

/** All returns of an order, oldest first. */
export async function listReturnsOfOrder(
  tx: Transaction,
  shop: ShopDomain,
  orderGid: OrderGid,
): Promise<ReturnRecord[]> {
  const orderBy = { requestedAt: 'asc' } as const
  return (await tx.return.findMany({ where: { shop, orderGid }, include: withParts, orderBy })).map(
    returnRecord,
  )
}

/** Changes a return that still is as it was read. Answers false, and changes nothing, when somebody else was faster. */
export async function changeReturn(
  tx: Transaction,
  read: Pick<ReturnRecord, 'id' | 'version'>,
  change: ReturnChange,
): Promise<boolean> {
  const { promised, feeChange, consent, ...rest } = change
  const { count } = await tx.return.updateMany({
    where: { id: read.id, version: read.version },
    data: {
      ...rest,
      ...(promised ? { promised: jsonColumn(promised) } : {}),
      ...(consent ? { consent: jsonColumn(consent) } : {}),
      ...(feeChange === undefined
        ? {}
        : { feeChange: feeChange === null ? Prisma.DbNull : jsonColumn(feeChange) }),
      version: { increment: 1 },
    },
  })
  return count === 1
}

/** Stores what a line costs the buyer in per cent, in hundredths. */
export async function changeRestockingFees(
  tx: Transaction,
  fees: readonly { readonly returnLineId: string; readonly basisPoints: number }[],
): Promise<void> {
  for (const { returnLineId, basisPoints } of fees)
    await tx.returnLine.update({
      where: { id: returnLineId },
      data: { restockingFeeBasisPoints: basisPoints },
    })
}

/** Stores which return line of Shopify stands for which of ours. */
export async function linkReturnLines(
  tx: Transaction,
  links: readonly { readonly returnLineId: string; readonly shopifyReturnLineGid: string }[],
): Promise<void> {
  for (const { returnLineId, shopifyReturnLineGid } of links)
    await tx.returnLine.update({ where: { id: returnLineId }, data: { shopifyReturnLineGid } })
}

import { z } from 'zod'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Prisma } from '@prisma/client'
import type { Transaction } from '#app/db.server.ts'
import { env } from '#app/env.server.ts'
import { instant, jsonColumn } from './column.ts'

/** Why no money moves: the shop stopped it, or the operator of this installation did, for all shops. */
export type MoneyStop =
  | { readonly scope: 'shop'; readonly since: string; readonly reason: string; readonly by: Actor }
  | { readonly scope: 'installation'; readonly since: string | null; readonly reason: string }

/**
 * Whether all payments are stopped, null while they may go on. It is read from the database each time, never kept: what
 * was stopped a moment ago is stopped here. Call it in the transaction that commits a payment to be sent.
 */
export async function findMoneyStop(tx: Transaction, shop: ShopDomain): Promise<MoneyStop | null> {
  if (env.MONEY_STOPPED) return { scope: 'installation', since: null, reason: '' }
  const [everywhere, here] = [
    await tx.operatorSwitch.findUnique({ where: { name: 'money' } }),
    await tx.paymentSafety.findUnique({ where: { shop } }),
  ]
  if (everywhere?.stoppedAt)
    return { scope: 'installation', since: instant(everywhere.stoppedAt), reason: everywhere.reason }
  if (!here?.stoppedAt) return null
  const by = Actor.parse(here.stoppedBy)
  return { scope: 'shop', since: instant(here.stoppedAt), reason: here.stopReason ?? '', by }
}

/** Stops all payments of the shop. Answers false when they are stopped already: the first reason and name stay. */
export async function stopMoney(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly by: Actor
    readonly reason: string
    readonly now: string
  },
): Promise<boolean> {
  const { shop, by, reason, now } = input
  await tx.paymentSafety.createMany({ data: [{ shop }], skipDuplicates: true })
  const data = { stoppedAt: now, stoppedBy: jsonColumn(by), stopReason: reason }
  return (await tx.paymentSafety.updateMany({ where: { shop, stoppedAt: null }, data })).count === 1
}

/** Lets payments of the shop go on. Answers false when they were not stopped. */
export async function startMoney(tx: Transaction, shop: ShopDomain): Promise<boolean> {
  const data = { stoppedAt: null, stoppedBy: Prisma.DbNull, stopReason: null }
  const { count } = await tx.paymentSafety.updateMany({ where: { shop, stoppedAt: { not: null } }, data })
  return count === 1
}

/** How long a job waits before it asks again whether payments go on; starting them in the shop wakes it at once. */
const askAgainSeconds = 60

/** A job may not send money now. It is no failure of the job: it waits, and no attempt is counted. */
export type MoneyStopped = Error & { readonly kind: 'money_stopped'; readonly waitSeconds: number }

/**
 * The last question before money is sent: throws `MoneyStopped` while payments are stopped. For workers, in the
 * transaction that marks the intent as sent; a use-case asks `findMoneyStop` and answers with a value.
 */
export async function mustMoneyMove(tx: Transaction, shop: ShopDomain): Promise<void> {
  const stop = await findMoneyStop(tx, shop)
  if (stop === null) return
  const details = { name: 'MoneyStopped', kind: 'money_stopped', waitSeconds: askAgainSeconds } as const
  throw Object.assign(new Error(`Payments are stopped (${stop.scope})`), details)
}

const Stopped = z.object({ kind: z.literal('money_stopped'), waitSeconds: z.number() })

/** Whether a job ended because payments are stopped. */
export function isMoneyStopped(error: unknown): error is MoneyStopped {
  return error instanceof Error && Stopped.safeParse(error).success
}

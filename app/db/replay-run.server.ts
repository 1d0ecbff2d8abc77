import { randomUUID } from 'node:crypto'
import type { ReplayChange as ChangeRow, ReplayRun } from '@prisma/client'
import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { upgradePolicy } from '#app/domain/policy/upgrade.ts'
import { AskedReplay } from '#app/domain/replay/asked-replay.ts'
import { ReplayedChange } from '#app/domain/replay/replayed-change.ts'
import { type ReplayWay, replayWays } from '#app/domain/replay/replay-request.ts'
import { emptyTally, Tally } from '#app/domain/replay/tally.ts'
import { instant, instantOrNull, jsonColumn } from './column.ts'
import type { OrderCursor } from './order-facts.server.ts'

/** A policy of a replay as it was when the replay began: a version, or the draft on top of one. */
const Side = z.object({ kind: z.enum(['version', 'draft']), number: z.int(), policy: Policy })
export type ReplaySide = z.infer<typeof Side>

/** What was asked, with the zone whose days are counted: a replay that goes on later counts the same. */
const Asked = z.intersection(AskedReplay, z.object({ timeZone: z.string() }))

const states = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const
export type ReplayState = (typeof states)[number]

/** A replay: what was asked, how far it is, and what it came to so far. */
export type ReplayRunRecord = {
  readonly id: string
  readonly state: ReplayState
  readonly asked: z.infer<typeof Asked>
  readonly before: ReplaySide
  readonly after: ReplaySide
  readonly tally: Tally
  /** Known once it runs. */
  readonly ordersTotal: number | null
  readonly ordersDone: number
  readonly linesDone: number
  readonly cursor: OrderCursor | null
  readonly version: number
  readonly startedBy: Actor
  readonly createdAt: string
  readonly begunAt: string | null
  readonly finishedAt: string | null
  readonly problem: string | null
}

/** A kept change: an order or a past return that comes out otherwise. */
export type ReplayChangeRecord = {
  readonly subject: string
  readonly orderGid: string
  readonly orderName: string
  readonly at: string
  readonly way: ReplayWay
  readonly change: ReplayedChange
}

/** So many replays are kept; the oldest go when a new one begins. */
const keptRuns = 10

/** Who begins a replay or goes on with one does it alone until the end of the transaction: two at once would both find that none runs. */
export async function lockReplays(tx: Transaction, shop: ShopDomain): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`replay ${shop}`}, 0))`
}

/** Begins a replay; null while another one of the shop waits or runs. */
export async function addReplayRun(
  tx: Transaction,
  shop: ShopDomain,
  input: Pick<ReplayRunRecord, 'state' | 'asked' | 'before' | 'after' | 'startedBy'> & {
    readonly now: string
  },
): Promise<string | null> {
  const id = randomUUID()
  const { count } = await tx.replayRun.createMany({
    data: [
      {
        id,
        shop,
        state: input.state,
        asked: jsonColumn(input.asked),
        before: jsonColumn(input.before),
        after: jsonColumn(input.after),
        tally: jsonColumn(emptyTally()),
        startedBy: jsonColumn(input.startedBy),
        createdAt: input.now,
      },
    ],
    skipDuplicates: true,
  })
  if (count === 0) return null
  const old = await tx.replayRun.findMany({
    where: { shop },
    orderBy: { createdAt: 'desc' },
    skip: keptRuns,
    select: { id: true },
  })
  await tx.replayRun.deleteMany({ where: { shop, id: { in: old.map((one) => one.id) } } })
  return id
}

/** A replay; null when it is not there. */
export async function findReplayRun(
  tx: Transaction,
  shop: ShopDomain,
  id: string,
): Promise<ReplayRunRecord | null> {
  const row = await tx.replayRun.findFirst({ where: { shop, id } })
  return row === null ? null : runRecord(row)
}

/** The latest replays, the newest first. */
export async function listReplayRuns(
  tx: Transaction,
  shop: ShopDomain,
  limit: number = keptRuns,
): Promise<readonly ReplayRunRecord[]> {
  return (await tx.replayRun.findMany({ where: { shop }, orderBy: { createdAt: 'desc' }, take: limit })).map(
    runRecord,
  )
}

/** The replay that waits for facts or runs; null when none does. */
export async function findOpenReplayRun(tx: Transaction, shop: ShopDomain): Promise<ReplayRunRecord | null> {
  const row = await tx.replayRun.findFirst({ where: { shop, state: { in: ['waiting', 'running'] } } })
  return row === null ? null : runRecord(row)
}

/** Moves a replay to a state, only from one of the named ones. Answers whether it did. */
export async function moveReplayRun(
  tx: Transaction,
  shop: ShopDomain,
  move: {
    readonly id: string
    readonly from: readonly ReplayState[]
    readonly to: ReplayState
    readonly set?: {
      readonly begunAt?: string
      readonly finishedAt?: string
      readonly ordersTotal?: number
      readonly problem?: string | null
    }
  },
): Promise<boolean> {
  const { count } = await tx.replayRun.updateMany({
    where: { shop, id: move.id, state: { in: [...move.from] } },
    data: { state: move.to, version: { increment: 1 }, ...move.set },
  })
  return count === 1
}

/**
 * Writes a batch down: figures, cursor and changes in one transaction, and only when nobody wrote one since `run` was read. False: it
 * was cancelled, or another worker did this batch, and nothing of ours counts.
 */
export async function saveReplayBatch(
  tx: Transaction,
  shop: ShopDomain,
  run: ReplayRunRecord,
  batch: {
    readonly tally: Tally
    readonly cursor: OrderCursor
    readonly orders: number
    readonly lines: number
    readonly changes: readonly ReplayChangeRecord[]
  },
): Promise<boolean> {
  const { count } = await tx.replayRun.updateMany({
    where: { shop, id: run.id, version: run.version, state: 'running' },
    data: {
      tally: jsonColumn(batch.tally),
      cursorAt: batch.cursor.placedAt,
      cursorGid: batch.cursor.orderGid,
      ordersDone: { increment: batch.orders },
      linesDone: { increment: batch.lines },
      version: { increment: 1 },
      problem: null,
    },
  })
  if (count === 0) return false
  await tx.replayChange.createMany({
    data: batch.changes.map((one) => ({ ...one, runId: run.id, shop, change: jsonColumn(one.change) })),
  })
  return true
}

/** Notes what went wrong. Answers whether the same went wrong before, at the same place. */
export async function noteReplayProblem(
  tx: Transaction,
  shop: ShopDomain,
  { id, problem }: { readonly id: string; readonly problem: string },
): Promise<boolean> {
  const before = await tx.replayRun.findFirst({ where: { shop, id }, select: { problem: true } })
  await tx.replayRun.updateMany({ where: { shop, id }, data: { problem } })
  return before?.problem === problem
}

/** Changes of a replay, those of the named ways, in the order of their days; `after` is the last one seen. */
export async function listReplayChanges(
  tx: Transaction,
  shop: ShopDomain,
  input: {
    readonly runId: string
    readonly ways?: readonly ReplayWay[]
    readonly after?: { readonly at: string; readonly subject: string } | null
    readonly limit: number
  },
): Promise<readonly ReplayChangeRecord[]> {
  const { runId, ways = replayWays, after = null } = input
  const next =
    after === null ? {} : { OR: [{ at: { gt: after.at } }, { at: after.at, subject: { gt: after.subject } }] }
  const rows = await tx.replayChange.findMany({
    where: { AND: [{ shop, runId, way: { in: [...ways] } }, next] },
    orderBy: [{ at: 'asc' }, { subject: 'asc' }],
    take: input.limit,
  })
  return rows.map(changeRecord)
}

/** How many changes a replay has, by way. */
export async function countReplayChanges(
  tx: Transaction,
  shop: ShopDomain,
  runId: string,
): Promise<Readonly<Record<ReplayWay, number>>> {
  const rows = await tx.replayChange.groupBy({ by: ['way'], where: { shop, runId }, _count: { _all: true } })
  const countOf = (way: ReplayWay) => rows.find((row) => row.way === way)?._count._all ?? 0
  return { up: countOf('up'), down: countOf('down'), both: countOf('both'), terms: countOf('terms') }
}

/** One change of a replay; null when it is not there (any more). */
export async function findReplayChange(
  tx: Transaction,
  shop: ShopDomain,
  { runId, subject }: { readonly runId: string; readonly subject: string },
): Promise<ReplayChangeRecord | null> {
  const row = await tx.replayChange.findFirst({ where: { shop, runId, subject } })
  return row === null ? null : changeRecord(row)
}

function changeRecord(row: ChangeRow): ReplayChangeRecord {
  const { subject, orderGid, orderName } = row
  return {
    subject,
    orderGid,
    orderName,
    at: instant(row.at),
    way: z.enum(replayWays).parse(row.way),
    change: ReplayedChange.parse(row.change),
  }
}

function runRecord(row: ReplayRun): ReplayRunRecord {
  const { id, ordersTotal, ordersDone, linesDone, version, problem } = row
  return {
    id,
    state: z.enum(states).parse(row.state),
    asked: Asked.parse(row.asked),
    before: Side.parse(upgradePolicy(row.before)),
    after: Side.parse(upgradePolicy(row.after)),
    tally: Tally.parse(row.tally),
    ordersTotal,
    ordersDone,
    linesDone,
    cursor:
      row.cursorAt === null || row.cursorGid === null
        ? null
        : { placedAt: instant(row.cursorAt), orderGid: row.cursorGid },
    version,
    startedBy: Actor.parse(row.startedBy),
    createdAt: instant(row.createdAt),
    begunAt: instantOrNull(row.begunAt),
    finishedAt: instantOrNull(row.finishedAt),
    problem,
  }
}

import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import {
  changeReturn,
  findReturn,
  findReturnByShopifyGid,
  listReturnsOfOrder,
  lockReturn,
  type ReturnChange,
} from '#app/db/return.server.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import { observe } from '#app/domain/lifecycle.ts'
import { readReturnState, type ShopifyReturnState } from '#app/shopify/return-state.server.ts'
import { arrivedOf } from '../arrived-refund.server.ts'
import type { JobPayload } from '../definitions.ts'
import type { Handler } from '../handler.ts'
import { handOver } from '../queue.server.ts'
import { recordEvents } from '../record-events.server.ts'
import { recordRefundOutcome } from '../refund-outcome.server.ts'
import { returnStateOf } from '../return-state-of.ts'

/**
 * Reads a return of ours again in Shopify and follows what happened there: closed, declined, cancelled or approved in Shopify's own
 * admin, refunded there, or a payment that settled or failed late. Idempotent: what our row says already is no event. Returns
 * that Homeward did not make are left alone.
 */
export const reconcileReturn: Handler<'reconcile-return'> = async (ctx, payload) => {
  const records = await withShop(ctx.shop, (tx) => ours(ctx, tx, payload))
  for (const record of records) await reconcileOne(ctx, record)
}

async function ours(
  ctx: ShopContext,
  tx: Transaction,
  payload: JobPayload<'reconcile-return'>,
): Promise<readonly ReturnRecord[]> {
  if ('orderGid' in payload) return listReturnsOfOrder(tx, ctx.shop, payload.orderGid)
  const record =
    'returnId' in payload
      ? await findReturn(tx, payload.returnId)
      : await findReturnByShopifyGid(tx, ctx.shop, payload.shopifyReturnGid)
  return record === null ? [] : [record]
}

async function reconcileOne(ctx: ShopContext, record: ReturnRecord): Promise<void> {
  if (record.shopifyReturnGid === null) return
  const state = await readReturnState(ctx.admin, {
    gid: record.shopifyReturnGid,
    lineCount: record.lines.length,
  })
  if (state === null) return
  await followMoney(ctx, record, state)
  // Most readings say what we know: what is not locked holds nobody up.
  const saysNew = statusChange(ctx, record, state) !== null || foreignOf(record, state).length > 0
  if (!saysNew) return
  const jobs = await withShop(ctx.shop, (tx) => follow(ctx, tx, { record, state }))
  await handOver(ctx.shop, jobs)
}

/** Refunds of ours that had no answer yet, were pending at their payment provider, or were given up and arrived after all. */
async function followMoney(ctx: ShopContext, record: ReturnRecord, state: ShopifyReturnState): Promise<void> {
  for (const intent of record.moneyIntents) {
    const isOpen = intent.state === 'unknown' || intent.state === 'pending'
    const isGivenUp = intent.state === 'refused' && intent.sendCount > 0
    if (intent.purpose !== 'refund' || !(isOpen || isGivenUp)) continue
    const arrived = await arrivedOf(ctx, { record, intent, state })
    if (arrived !== null) await recordRefundOutcome(ctx, intent, arrived)
  }
}

async function follow(
  ctx: ShopContext,
  tx: Transaction,
  read: { readonly record: ReturnRecord; readonly state: ShopifyReturnState },
) {
  const record = await lockReturn(tx, read.record.id)
  if (record === null) return []
  const events: ReturnEvent[] = await foreignRefunds(ctx, tx, record, read.state)
  const change = (await hasOpenCommand(ctx, tx, record)) ? null : statusChange(ctx, record, read.state)
  if (change !== null) {
    await changeReturn(tx, record, change.fields)
    events.push({ kind: 'changed_in_shopify', from: record.status, to: change.fields.status })
  }
  if (events.length === 0) return []
  return (await recordEvents(ctx, tx, { returnId: record.id, events })).jobs
}

/** Refunds on this return that no intent of ours sent, and that the timeline does not have yet. */
async function foreignRefunds(
  ctx: ShopContext,
  tx: Transaction,
  record: ReturnRecord,
  state: ShopifyReturnState,
): Promise<ReturnEvent[]> {
  const foreign = foreignOf(record, state)
  if (foreign.length === 0) return []
  const history = await listEvents(tx, ctx.shop, record.id)
  const known = new Set(
    history.flatMap(({ event }) => (event.kind === 'refunded_in_shopify' ? [event.refundGid] : [])),
  )
  return foreign
    .filter((refund) => !known.has(refund.gid))
    .map((refund) => ({ kind: 'refunded_in_shopify', refundGid: refund.gid, amount: refund.total }))
}

/** Refunds on this return that no intent of ours sent. */
function foreignOf({ moneyIntents }: ReturnRecord, { refunds }: ShopifyReturnState) {
  return refunds.filter(({ note }) => !moneyIntents.some(({ correlation }) => note.includes(correlation)))
}

function statusChange(
  ctx: ShopContext,
  record: ReturnRecord,
  state: ShopifyReturnState,
): { readonly fields: ReturnChange & Required<Pick<ReturnChange, 'status'>> } | null {
  const { status, isChanged } = observe(returnStateOf(record), state.status)
  if (!isChanged) return null
  const closedAt = status === 'closed' ? (state.closedAt ?? ctx.now()) : null
  const decided = record.decidedAt === null && status !== 'in_review' ? { decidedAt: ctx.now() } : {}
  const declined =
    status === 'declined' && state.decline !== null
      ? { declineReason: state.decline.reason, declineNote: state.decline.note }
      : {}
  return { fields: { status, closedAt, ...decided, ...declined } }
}

/** Commands that we decided and Shopify has not heard of: until it has, its status is older than ours. */
const commands = [
  'open-shopify-return',
  'approve-shopify-return',
  'decline-shopify-return',
  'close-shopify-return',
  'cancel-shopify-return',
  'replace-shopify-return',
]

async function hasOpenCommand(ctx: ShopContext, tx: Transaction, record: ReturnRecord): Promise<boolean> {
  const waiting = await tx.outboxJob.findFirst({
    where: {
      shop: ctx.shop,
      name: { in: commands },
      doneAt: null,
      payload: { path: ['returnId'], equals: record.id },
    },
    select: { id: true },
  })
  return waiting !== null
}

/**
 * What a return costs at the Admin API: calls and cost points (requested and actual, as the dev store charges them) from the
 * shopper's submit to the settled refund, for each way through. Looking up an order before, and what only background jobs
 * read (mails, webhook re-reads, the ledger's check), are counted apart. Bar: `auto` at most 5 calls and 130 requested points.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ShopContext } from '#app/context.server.ts'
import { database, openDatabase, withShop, withSweep } from '#app/db.server.ts'
import { serveEmbedded } from '#app/db/embedded.server.ts'
import { migrate } from '#app/db/migrate.server.ts'
import { getLatestPolicy } from '#app/db/policy.server.ts'
import { getReturn } from '#app/db/return.server.ts'
import { getShop } from '#app/db/shop.server.ts'
import { type ReturnId, ShopDomain } from '#app/domain/ids.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { recordInstallation } from '#app/install.server.ts'
import { reconcileReturn } from '#app/jobs/handlers/reconcile-return.server.ts'
import { findDueJobs } from '#app/jobs/outbox.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { adminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { approveReturn } from '#app/use-cases/approve-return.server.ts'
import { findOrderForShopper } from '#app/use-cases/find-order-for-shopper.server.ts'
import { judgeOrder } from '#app/use-cases/judge-order.server.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { quoteReturn } from '#app/use-cases/quote-return.server.ts'
import { receiveReturn } from '#app/use-cases/receive-return.server.ts'
import { refundReturn } from '#app/use-cases/refund-return.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'
import { z } from 'zod'
import { startDevStore } from '../dev-store/start.ts'
import { redirectShopify } from '../tests/setup/redirect-shopify.ts'

const limit = { calls: 5, requested: 130 }
type Flow = 'auto' | 'review' | 'credit' | 'exchange' | 'lookup' | 'background'
type Terms = Partial<Policy['baseline']>

type Cost = { readonly calls: number; readonly requested: number; readonly actual: number }

/** What the dev store's control API says of calls. */
const Counted = z.object({
  calls: z.array(
    z.object({
      flow: z.string(),
      operation: z.string().nullable(),
      requestedCost: z.number().nullable(),
      actualCost: z.number().nullable(),
    }),
  ),
})

/** Jobs that the money waits for belong to the flow; the rest is background, and so is the read that a webhook causes. */
const ofMoney = [
  'open-shopify-return',
  'approve-shopify-return',
  'dispose-items',
  'process-refund',
  'reconcile-refund',
  'pay-bonus',
  'send-invoice',
]

const shopDomain = ShopDomain.parse('homeward-demo.myshopify.com')
const folder = mkdtempSync(join(tmpdir(), 'homeward-bench-'))
const server = await serveEmbedded({ dataDir: join(folder, 'db') })
await migrate(server.url)
await openDatabase({ url: server.url })
const devStore = await startDevStore({})
const callsUrl = new URL('/control/api/calls', devStore.urls.base).href
const undo = redirectShopify(devStore.urls.base)
try {
  const measured = await measure()
  process.stdout.write(`${JSON.stringify({ bench: 'admin-cost', flows: measured, limit })}\n`)
  const { calls, requested } = measured.auto
  process.exitCode = calls <= limit.calls && requested <= limit.requested ? 0 : 1
} finally {
  await undo()
  await devStore.close()
  await database().close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}

async function measure() {
  const ctx = await install()
  await judgeBy(ctx, { review: 'automatic', payWhen: 'on_approval' })
  await returnOf(ctx, 'auto', '#1001', 'refund')
  await returnOf(ctx, 'credit', '#1002', 'store_credit')
  await judgeBy(ctx, { review: 'staff', payWhen: 'on_receipt' })
  const reviewed = await returnOf(ctx, 'review', '#1010', 'refund')
  await begin('review')
  await approveReturn(ctx, { returnId: reviewed })
  await takeInAndPay(ctx, 'review', reviewed)
  await judgeBy(ctx, { review: 'automatic', outcomes: ['refund', 'exchange'] })
  await takeInAndPay(ctx, 'exchange', await returnOf(ctx, 'exchange', '#1032', 'exchange'))
  return summarise()
}

async function install(): Promise<ShopContext> {
  const shop = shopDomain
  const token = devStore.shops.find((each) => each.domain === shop)?.token ?? ''
  const admin = adminGraphql({ shop, accessToken: () => Promise.resolve(token) })
  const now = () => devStore.engine.clock.now().toISOString()
  const mailer = { send: () => Promise.resolve() }
  const actor = { kind: 'staff', id: '1', name: 'Sam Staff' } as const
  const { refreshJob } = await recordInstallation({ shop, scope: 'read_orders', now: now() })
  const settings = async () => (await withShop(shop, (tx) => getShop(tx, shop))).settings
  const begun: ShopContext = { shop, settings: await settings(), admin, mailer, now, actor, role: 'admin' }
  if (refreshJob) await runJobNow(begun, refreshJob)
  return { ...begun, settings: await settings() }
}

/** Puts other terms in force, also for orders placed before: past the trigger that keeps published versions. */
async function judgeBy({ shop }: ShopContext, terms: Terms): Promise<void> {
  const { policy } = await withShop(shop, (tx) => getLatestPolicy(tx, shop))
  const changed = { ...policy, baseline: { ...policy.baseline, ...terms }, rules: [] }
  await database().prisma.$executeRawUnsafe('truncate "PolicyVersion"')
  await withShop(shop, (tx) =>
    tx.policyVersion.create({
      data: {
        shop,
        number: 1,
        policy: changed,
        note: '',
        author: { kind: 'system' },
        publishedAt: new Date(0),
      },
    }),
  )
}

/** A shopper finds her order, looks, chooses, and submits; what follows by itself is worked to its end. */
async function returnOf(ctx: ShopContext, flow: Flow, name: string, outcome: Outcome): Promise<ReturnId> {
  const shopper: ShopContext = { ...ctx, actor: { kind: 'shopper' }, role: null }
  await begin('lookup')
  const found = await findOrderForShopper(shopper, { orderName: name, proof: emailOf(name) })
  if (!found.ok) throw new Error(`${name} was not found: ${JSON.stringify(found.error)}`)
  const orderGid = found.value.id
  const judged = await judgeOrder(shopper, { orderGid })
  if (!judged.ok) throw new Error(`${name} was not judged`)
  const lines = judged.value.order.lines
    .filter((line) => line.returnableQuantity > 0)
    .map((line) => ({
      lineId: line.id,
      quantity: line.returnableQuantity,
      reasonHandle: 'other-reason',
      note: 'x',
    }))
  const quoted = await quoteReturn(shopper, { orderGid, lines })
  const offered = quoted.ok ? (quoted.value.exchange?.lines ?? []) : []
  await begin(flow)
  const made = await requestReturn(shopper, {
    orderGid,
    submissionKey: randomUUID(),
    lines: lines.map((line) => {
      const wanted = offered.find(({ lineId }) => lineId === line.lineId)?.variants[1]
      return outcome === 'exchange' && wanted !== undefined ? { ...line, exchangeFor: wanted.gid } : line
    }),
    outcome,
    locale: 'en',
  })
  if (!made.ok) throw new Error(`${name} was not requested: ${JSON.stringify(made.error)}`)
  await workOff(ctx, flow)
  // Shopify tells of its return by webhooks: they are read back once.
  await begin('background')
  await reconcileReturn(ctx, { returnId: made.value.returnId })
  return made.value.returnId
}

/** The address that the order was placed with, read past the app. */
function emailOf(name: string): string {
  const orders = Object.values(devStore.engine.state.tables.orders)
  const email = orders.find((order) => order.name === name && order.shop === shopDomain)?.email
  if (typeof email !== 'string') throw new Error(`${name} has no address`)
  return email
}

/** Staff take the goods in, and pay or send what is wanted for them. */
async function takeInAndPay(ctx: ShopContext, flow: Flow, returnId: ReturnId): Promise<void> {
  await begin(flow)
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  const location = (await listLocations(ctx.admin))[0]
  await receiveReturn(ctx, {
    returnId,
    items: record.lines.map((line) => ({
      returnLineId: line.id,
      quantity: line.quantity,
      disposition: 'RESTOCKED',
      locationGid: location?.gid ?? null,
    })),
  })
  const quoted = await quoteRefund(ctx, { returnId })
  const quote = quoted.ok ? quoted.value.quotes[0] : undefined
  if (quote === undefined) throw new Error('Nothing to pay')
  const { refund: expected, owed: expectedOwed } = quote
  const paid = await refundReturn(ctx, { returnId, method: 'original_payment', expected, expectedOwed })
  if (!paid.ok || paid.value.state !== 'settled') throw new Error(`Not paid: ${JSON.stringify(paid)}`)
  await workOff(ctx, flow)
}

async function workOff(ctx: ShopContext, flow: Flow): Promise<void> {
  const system: ShopContext = { ...ctx, actor: { kind: 'system' }, role: null }
  for (let round = 0; round < 20; round += 1) {
    const due = await withSweep((tx) => findDueJobs(tx, { now: ctx.now(), limit: 50 }))
    if (due.length === 0) break
    for (const job of due) {
      const { name } = await withShop(ctx.shop, (tx) =>
        tx.outboxJob.findUniqueOrThrow({ where: { id: job.id } }),
      )
      await begin(ofMoney.includes(name) ? flow : 'background')
      await runJobNow(system, job.id)
    }
  }
}

async function begin(flow: Flow): Promise<void> {
  const response = await fetch(callsUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ flow }),
  })
  if (!response.ok) throw new Error(`The dev store did not begin ${flow}: ${response.status}`)
}

/** The dev store's own counts by flow; what each flow asked for goes to stderr. */
async function summarise(): Promise<Record<Flow, Cost>> {
  const { calls } = Counted.parse(await (await fetch(callsUrl)).json())
  const cost = (flow: Flow): Cost => {
    const own = calls.filter((call) => call.flow === flow)
    for (const call of own)
      process.stderr.write(
        `${flow}: ${call.operation ?? '?'} ${call.requestedCost ?? 0} ${call.actualCost ?? 0}\n`,
      )
    const sumOf = (pick: (call: (typeof own)[number]) => number | null) =>
      own.reduce((sum, call) => sum + (pick(call) ?? 0), 0)
    return {
      calls: own.length,
      requested: sumOf((call) => call.requestedCost),
      actual: sumOf((call) => call.actualCost),
    }
  }
  return {
    auto: cost('auto'),
    review: cost('review'),
    credit: cost('credit'),
    exchange: cost('exchange'),
    lookup: cost('lookup'),
    background: cost('background'),
  }
}

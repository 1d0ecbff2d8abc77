import { randomUUID } from 'node:crypto'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findWaitingApproval } from '#app/db/approval.server.ts'
import { addPolicyVersion, getLatestPolicy } from '#app/db/policy.server.ts'
import { listReturnsOfOrder } from '#app/db/return.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { amountFailed } from '#app/domain/ledger/book-intent.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { leaseSeconds } from '#app/jobs/outbox.server.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { approveReturn } from '#app/use-cases/approve-return.server.ts'
import { cancelReturn } from '#app/use-cases/cancel-return.server.ts'
import { closeReturn } from '#app/use-cases/close-return.server.ts'
import { grantApproval } from '#app/use-cases/decide-approval.server.ts'
import { declineReturn } from '#app/use-cases/decline-return.server.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { receiveReturn } from '#app/use-cases/receive-return.server.ts'
import { refundOrder } from '#app/use-cases/refund-order.server.ts'
import { refundReturn } from '#app/use-cases/refund-return.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'
import { resolveUnknown } from '#app/use-cases/resolve-unknown.server.ts'
import { startMoney } from '#app/use-cases/start-money.server.ts'
import { stopMoney } from '#app/use-cases/stop-money.server.ts'
import { settleDueRefunds } from '../../../dev-store/engine/money/settle.ts'
import { addFault } from '../../../dev-store/server/faults.ts'
import { noteDeath } from '../books/story.ts'
import { shopDomain, type RigShop } from './rig-shop.ts'
import { merchantDoes } from './merchant.ts'
import type { Operation, Simple } from './operations.ts'
import { returnable, type Scenario } from './scenarios.ts'
import { deliver, install, isInstalled, uninstall } from './shopify-tells.ts'
import { asProcess, asRig, newProcess } from './simulated-process.ts'
import { type Actor as Party, takeTurns, type Turns } from './take-turns.ts'
import { virtualTime } from './virtual-time.ts'
import { workOnce } from './workers.ts'

/** One run in progress. */
export type Run = {
  readonly shop: RigShop
  readonly scenario: Scenario
  readonly order: OrderFacts
  /** Who goes on where several act at once. */
  readonly turns: Turns
  /** Set by `kill`: the next operation's process dies at this boundary. */
  dieAfter: number | null
  /** Shopify gave up on a webhook: only the nightly look finds what it would have told. */
  hasLostWebhooks: boolean
  /** Deaths and naps that were ordered at a boundary which nobody reached. */
  readonly misses: string[]
}

/** Two people of the shop: an admin, and an agent with limits. */
function personOf(shop: RigShop, by: number): ShopContext {
  if (by === 0) return shop.ctx
  return { ...shop.ctx, actor: { kind: 'staff', id: '2', name: 'Kim Agent' }, role: 'agent' }
}

/** Does one operation; what it answers is the app's own affair, only throwing is a fault of the rig or a bug. */
export async function perform(run: Run, one: Operation): Promise<void> {
  const { shop } = run
  switch (one.do) {
    case 'toxic':
      shop.wire.placed.push({ root: one.root, toxic: one.toxic, nth: one.nth, seconds: one.seconds })
      return
    case 'kill':
      run.dieAfter = one.after
      return
    case 'gateway':
      placeGateway(shop, one)
      return
    case 'publish':
      await publishPolicy(shop, one.percent)
      return
    case 'uninstall':
      await uninstall(shop)
      return
    case 'install':
      await install(shop)
      return
    case 'stop':
      if ((await stopMoney(shop.ctx, { reason: 'The rig says so' })).ok)
        shop.story.stoppedAt ??= virtualTime.now()
      return
    case 'start':
      await start(shop)
      return
    case 'together':
      await together(run, one.all)
      return
    case 'sleep':
      await sleep(run, one)
      return
    default: {
      const { dieAfter } = run
      run.dieAfter = null
      const process = newProcess('only', dieAfter)
      const work = await prepare(run, one)
      await asProcess(process, work)
      if (process.isDead) noteDeath(shop.story)
      else if (dieAfter !== null) run.misses.push(`nobody died at ${dieAfter}`)
    }
  }
}

async function together(run: Run, all: readonly Simple[]): Promise<void> {
  const dieAfter = run.dieAfter
  run.dieAfter = null
  const twin = randomUUID()
  const actors: Party[] = []
  for (const [index, one] of all.entries()) {
    const name = `${String.fromCharCode(65 + index)}:${one.do}`
    const work = await prepare(run, one, twin)
    actors.push({ process: newProcess(name, index === 0 ? dieAfter : null), work })
  }
  await takeTurns(run.turns, actors)
  for (const { process } of actors) if (process.isDead || outlastsLease(all)) noteDeath(run.shop.story)
}

/** Whether so much time goes by that a lease which somebody holds is over. */
function outlastsLease(all: readonly Simple[]): boolean {
  return all.reduce((sum, one) => sum + (one.do === 'wait' ? one.seconds : 0), 0) >= leaseSeconds
}

/** A process is paused at one boundary while others go on, and then wakes up where it was. */
async function sleep(run: Run, one: Extract<Operation, { do: 'sleep' }>): Promise<void> {
  const sleeper = newProcess('sleeper', run.dieAfter)
  run.dieAfter = null
  const work = await prepare(run, one.one)
  let passed = 0
  let isOver = false
  const meanwhile = async () => {
    isOver = true
    for (const other of one.meanwhile) await asProcess(newProcess('meanwhile'), await prepare(run, other))
  }
  sleeper.takeTurn = async () => {
    passed += 1
    if (passed === one.at) await asRig(meanwhile)
  }
  await asProcess(sleeper, work)
  if (sleeper.isDead || outlastsLease(one.meanwhile)) noteDeath(run.shop.story)
  if (isOver) return
  run.misses.push(`nobody slept at ${one.at}`)
  await meanwhile()
}

/** What somebody does, after looking: pages are read before anybody acts, and may be old by then. */
type Work = () => Promise<unknown>
const nothing: Work = () => Promise.resolve()

async function prepare(run: Run, one: Simple, twin: string = randomUUID()): Promise<Work> {
  const { shop } = run
  switch (one.do) {
    case 'request':
      return request(run, one, twin)
    case 'receive':
      return receive(run, one)
    case 'refund':
      return refund(run, one)
    case 'credit':
      return credit(run, one, twin)
    case 'grant':
      return grant(run, one)
    case 'resolve':
      return resolve(run, one)
    case 'work':
      return () => workOnce(shop, one.inProcess)
    case 'wait':
      return () => wait(shop, one.seconds)
    case 'merchant':
      return () => merchant(run, one)
    case 'webhooks':
      if (one.copies === 0) run.hasLostWebhooks = true
      return () => deliver(shop, one.from, one.copies)
    default:
      return command(run, one)
  }
}

async function returnAt({ order }: Run, which: number): Promise<ReturnRecord | undefined> {
  const all = await withShop(shopDomain, (tx) => listReturnsOfOrder(tx, shopDomain, order.id))
  return all.length === 0 ? undefined : all[which % all.length]
}

function request(run: Run, one: Extract<Simple, { do: 'request' }>, twin: string): Work {
  const { shop } = run
  if (!isInstalled(shop)) return nothing
  const lines = returnable(run.order)
    .filter((_, index) => (one.lines >> (index % 3)) % 2 === 1)
    .map((line) => ({
      lineId: line.id,
      quantity: 1 + (one.quantity % line.returnableQuantity),
      reasonHandle: 'other-reason',
      note: 'It does not fit',
    }))
  return async () => {
    const made = await requestReturn(
      { ...shop.ctx, actor: { kind: 'shopper' }, role: null },
      {
        orderGid: run.order.id,
        submissionKey: one.isTwin ? twin : randomUUID(),
        lines,
        // Goods are chosen once, where the story begins; what is asked for later is paid.
        outcome: run.scenario.outcome === 'exchange' ? 'refund' : run.scenario.outcome,
        locale: 'en',
      },
    )
    if (made.ok) shop.acknowledged.submissions.push(made.value.returnId)
  }
}

async function command(
  run: Run,
  one: Extract<Simple, { do: 'approve' | 'decline' | 'cancel' | 'close' }>,
): Promise<Work> {
  const record = await returnAt(run, one.which)
  if (record === undefined || !isInstalled(run.shop)) return nothing
  const ctx = run.shop.ctx
  const input = { returnId: record.id }
  if (one.do === 'approve') return () => approveReturn(ctx, input)
  if (one.do === 'cancel') return () => cancelReturn(ctx, input)
  if (one.do === 'close') return () => closeReturn(ctx, input)
  return () => declineReturn(ctx, { ...input, reason: 'OTHER', note: '' })
}

async function receive(run: Run, one: Extract<Simple, { do: 'receive' }>): Promise<Work> {
  const record = await returnAt(run, one.which)
  if (record === undefined || !isInstalled(run.shop)) return nothing
  const { ctx } = run.shop
  const locationGid = (await locationOf(run))?.gid ?? null
  const items = record.lines.flatMap((line) => {
    const here = record.receivedItems.filter((item) => item.returnLineId === line.id)
    const left = line.quantity - here.reduce((sum, item) => sum + item.quantity, 0)
    const quantity = one.quantity === 0 ? left : Math.min(left, one.quantity)
    const disposition = one.isMissing ? ('MISSING' as const) : ('RESTOCKED' as const)
    return quantity > 0 ? [{ returnLineId: line.id, quantity, disposition, locationGid }] : []
  })
  return () => receiveReturn(ctx, { returnId: record.id, items })
}

let locations: Awaited<ReturnType<typeof listLocations>> | undefined
async function locationOf(run: Run) {
  locations ??= await listLocations(run.shop.ctx.admin)
  return locations[0]
}

/** A person opens the page, reads the amount, and clicks. */
async function refund(run: Run, one: Extract<Simple, { do: 'refund' }>): Promise<Work> {
  const record = await returnAt(run, one.which)
  if (record === undefined || !isInstalled(run.shop)) return nothing
  const ctx = personOf(run.shop, one.by)
  const quoted = await quoteRefund(ctx, { returnId: record.id })
  if (!quoted.ok) return nothing
  const wanted = one.isCredit ? 'store_credit' : 'refund'
  const quote = quoted.value.quotes.find((each) => each.outcome === wanted) ?? quoted.value.quotes[0]
  if (quote === undefined) return nothing
  const method = quote.outcome === 'store_credit' ? 'store_credit' : 'original_payment'
  const seen = {
    expected: quote.refund,
    ...(quote.outcome === 'exchange' ? { expectedOwed: quote.owed } : {}),
  }
  return () => refundReturn(ctx, { returnId: record.id, method, ...seen })
}

/** A unit of the currency's hundredth part, or a hundred where it has no parts. */
const smallChange = 100

/** A person gives something back beside the return's own refund, or sends again what a provider failed. */
async function credit(run: Run, one: Extract<Simple, { do: 'credit' }>, twin: string): Promise<Work> {
  const record = await returnAt(run, one.which)
  if (record === undefined || !isInstalled(run.shop)) return nothing
  const failed = record.moneyIntents.find(
    (intent) => intent.purpose === 'refund' && intent.state === 'failed',
  )
  const isAgain = one.isAgain && failed !== undefined
  return async () => {
    const done = await refundOrder(personOf(run.shop, one.by), {
      returnId: record.id,
      why: isAgain ? 'gateway_failed' : 'goodwill',
      method: 'original_payment',
      amount: isAgain ? amountFailed(failed) : { minor: smallChange, currency: record.currency },
      note: '',
      requestKey: twin,
    })
    // What is left to pay for the goods is another amount from here on.
    if (done.ok) run.shop.story.refusalsExplained = true
  }
}

/** A second person looks at what waits, and grants it; or the first one tries to. */
async function grant(run: Run, one: Extract<Simple, { do: 'grant' }>): Promise<Work> {
  const record = await returnAt(run, one.which)
  if (record === undefined || !isInstalled(run.shop)) return nothing
  const waiting = await withShop(shopDomain, (tx) => findWaitingApproval(tx, shopDomain, record.id))
  if (waiting === null) return nothing
  const { id: approvalId, requestHash } = waiting
  return () => grantApproval(personOf(run.shop, one.by), { returnId: record.id, approvalId, requestHash })
}

/**
 * A person decides what software may not: only once nothing is on its way any more, as Homeward tells them to find out. Who
 * decides before that may pay twice, and no rig can prove otherwise.
 */
async function resolve(run: Run, one: Extract<Simple, { do: 'resolve' }>): Promise<Work> {
  const record = await returnAt(run, one.which)
  if (record === undefined || !isInstalled(run.shop) || run.shop.wire.late.length > 0) return nothing
  const unknown = record.moneyIntents.find((intent) => intent.state === 'unknown')
  // Nobody looks at what asks for nobody.
  if (unknown === undefined || record.attention === null) return nothing
  const input = { returnId: record.id, intentId: unknown.id }
  const decision = one.isGivenUp ? 'give_up' : 'send_again'
  return async () => {
    const done = await resolveUnknown(run.shop.ctx, { ...input, decision })
    if (done.ok && one.isGivenUp) run.shop.story.refusalsExplained = true
  }
}

/** Lets money move again, where it was stopped. */
export async function start(shop: RigShop): Promise<void> {
  if ((await startMoney(shop.ctx)).ok) shop.story.stoppedAt = null
}

/** Time goes on: for Shopify, which carries out what was late and settles what was pending, and for leases. */
export async function wait(shop: RigShop, seconds: number): Promise<void> {
  virtualTime.advance(seconds)
  await shop.database.advanceLeases(seconds)
  await shop.wire.arrive()
  settleDueRefunds(shop.engine)
}

async function merchant(run: Run, one: Extract<Simple, { do: 'merchant' }>): Promise<void> {
  const record = await returnAt(run, one.which)
  const done = await merchantDoes(run.shop, {
    act: one.act,
    orderGid: run.order.id,
    returnGid: record?.shopifyReturnGid ?? null,
  })
  if (done) run.shop.story.refusalsExplained = true
}

function placeGateway(shop: RigShop, one: Extract<Operation, { do: 'gateway' }>): void {
  const effect =
    one.becomes === 'refuses'
      ? { kind: 'gateway_refuses', errorCode: 'PAYMENT_PROVIDER_ERROR', message: '' }
      : { kind: 'refund_pending', seconds: one.seconds, becomes: one.becomes, errorCode: null }
  addFault(shop.engine, { effect, match: {}, times: 1 })
  shop.story.refusalsExplained = true
}

async function publishPolicy(shop: RigShop, percent: number): Promise<void> {
  await withShop(shopDomain, async (tx) => {
    const { number, policy } = await getLatestPolicy(tx, shopDomain)
    const baseline = { ...policy.baseline, restockingFee: { ...policy.baseline.restockingFee, percent } }
    await addPolicyVersion(tx, {
      shop: shopDomain,
      number: number + 1,
      policy: { ...policy, baseline },
      note: '',
      author: { kind: 'system' },
      publishedAt: virtualTime.iso(),
    })
  })
}

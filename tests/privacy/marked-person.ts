import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { database, withShop } from '#app/db.server.ts'
import { listApprovals } from '#app/db/approval.server.ts'
import { appendEntries } from '#app/db/ledger.server.ts'
import { findReconciliation } from '#app/db/reconciliation.server.ts'
import { saveLimits, findLimits } from '#app/db/limit.server.ts'
import { firstLimits } from '#app/domain/limits.ts'
import { money } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Result } from '#app/domain/result.ts'
import { addNote } from '#app/use-cases/add-note.server.ts'
import { addPhoto } from '#app/use-cases/add-photo.server.ts'
import { addTracking } from '#app/use-cases/add-tracking.server.ts'
import { answerCase, askShopper } from '#app/use-cases/answer-case.server.ts'
import { addToWatchList } from '#app/use-cases/change-watch-list.server.ts'
import { checkOrderMoney } from '#app/use-cases/check-money.server.ts'
import { declareWithdrawal } from '#app/use-cases/declare-withdrawal.server.ts'
import { declineReturn } from '#app/use-cases/decline-return.server.ts'
import { identifyGuest } from '#app/use-cases/identify-guest.server.ts'
import { openCase } from '#app/use-cases/open-case.server.ts'
import { recordScan } from '#app/use-cases/record-scan.server.ts'
import { refundOrder } from '#app/use-cases/refund-order.server.ts'
import { replyToCase } from '#app/use-cases/reply-to-case.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'
import { resolveDifference } from '#app/use-cases/resolve-difference.server.ts'
import { startReplay } from '#app/use-cases/start-replay.server.ts'
import { judgeBy, orderNamed, receive, requested, wholeLines } from '../setup/journey.ts'
import type { TestShop } from '../setup/shop.ts'

/** What stands for the person: none of it may be anywhere once they are forgotten. */
export const marks = ['zqmail', '1511234567', 'zqname', 'zqstreet', 'zq1 2ab', 'zqnote'] as const
export const email = 'zqmail@example.com'
const phone = '+491511234567'
const note = 'zqnote of Zqname Zqlast, Zqstreet 7'

export type MarkedPerson = {
  readonly orders: readonly OrderFacts[]
  readonly customerId: number
  readonly returnIds: readonly ReturnId[]
}

function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** Makes a person with two orders do, and be done to, everything that leaves words of theirs in our tables, through the real use-cases. */
export async function markEverything(shop: TestShop): Promise<MarkedPerson> {
  const domain = shop.ctx.shop
  const names = ['#1001', '#1003'] as const
  const plain = await Promise.all(names.map((name) => orderNamed(shop, name)))
  const customerId = Number(plain[0]?.customer?.id.split('/').at(-1))
  shop.devStore.engine.transact(domain, (context) => {
    for (const { id } of plain) {
      const order = context.edit('orders', id)
      order.email = email
      order.phone = phone
      order.customerId = plain[0]?.customer?.id ?? null
      for (const address of [order.shippingAddress, order.billingAddress]) {
        if (address === null) continue
        Object.assign(address, {
          firstName: 'Zqname',
          lastName: 'Zqlast',
          address1: 'Zqstreet 7',
          zip: 'ZQ1 2AB',
          phone,
        })
      }
    }
  })
  const [first, second] = await Promise.all([orderNamed(shop, '#1001'), orderNamed(shop, '#1003')])
  const shopper = shop.as({ kind: 'shopper' })
  // A rule over the postcode, so that the decision's trace has found it.
  await judgeBy(shop, (policy) => ({
    ...policy,
    baseline: { ...policy.baseline, review: 'staff' },
    rules: [
      {
        id: 'far',
        name: 'Far away',
        enabled: true,
        note: '',
        when: { kind: 'destinationPostcode', is: 'startsWith', values: ['ZQ1'] },
        set: { evidence: { photos: 1, questions: [] } },
      },
    ],
  }))
  must(await addToWatchList(shop.ctx, { buyer: email, note }))
  await identifyGuest(shopper, {
    orderName: '#1003',
    proof: 'ZQ1 2AB',
    locale: 'en',
  })

  const file = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#a00' } })
    .png()
    .toBuffer()
  const photo = must(await addPhoto(shopper, { orderGid: second.id, file }))
  must(await addPhoto(shopper, { orderGid: first.id, file }))
  const reviewed = must(
    await requestReturn(shopper, {
      orderGid: second.id,
      submissionKey: randomUUID(),
      lines: wholeLines(second, (index) => index === 0).map((line) => ({
        ...line,
        note,
        photos: [photo.id],
      })),
      outcome: 'refund',
      locale: 'en',
    }),
  )
  must(
    await askShopper(shop.ctx, {
      returnId: reviewed.returnId,
      text: `Dear Zqname, ${note}`,
      requestKey: randomUUID(),
    }),
  )
  must(await addNote(shop.ctx, { returnId: reviewed.returnId, text: note }))
  must(await declineReturn(shop.ctx, { returnId: reviewed.returnId, reason: 'OTHER', note }))

  await judgeBy(shop, (policy) => ({
    ...policy,
    baseline: { ...policy.baseline, review: 'automatic' },
    rules: [],
  }))
  const { made } = await requested(shop, {
    order: first,
    lines: wholeLines(first).map((line) => ({ ...line, note })),
  })
  const { returnId } = made
  must(await addTracking(shopper, { returnId, carrier: 'zqnote post', code: 'ZQNAME123' }))
  must(await recordScan(shop.ctx, { returnId, carrier: 'zqnote post', code: 'ZQNAME123' }))
  await receive(shop, returnId)
  for (const kind of ['complaint', 'contest', 'exception'] as const) {
    const opened = must(
      await openCase(shopper, {
        kind,
        about: kind === 'exception' ? { kind: 'order', orderGid: second.id } : { kind: 'return', returnId },
        text: note,
        lineIds: [],
        email,
        submissionKey: randomUUID(),
        locale: 'en',
      }),
    )
    must(await answerCase(shop.ctx, { caseId: opened.caseId, text: note, seen: 1, close: false }))
    must(
      await replyToCase(shopper, {
        caseId: opened.caseId,
        returnId: null,
        text: note,
        submissionKey: randomUUID(),
      }),
    )
  }
  // An order that nobody finds: only the address says whose it is.
  await declareWithdrawal(shopper, {
    name: 'Zqname Zqlast',
    orderName: 'zqnote 77',
    email: 'ZQmail@example.com',
    goods: [note],
    submissionKey: randomUUID(),
    locale: 'en',
  })

  // Above an agent's limits it waits with its words; another one is paid, and counts for the buyer.
  const { version } = await withShop(domain, (tx) => findLimits(tx, domain))
  await withShop(domain, (tx) => saveLimits(tx, { shop: domain, limits: firstLimits, version }))
  const goodwill = {
    returnId,
    why: 'goodwill',
    method: 'original_payment',
    amount: money(100, first.currency),
    note,
  } as const
  must(await refundOrder(shop.ctx, { ...goodwill, requestKey: 'paid' }))
  const agent = shop.as({ kind: 'staff', id: '7', name: 'Ann Agent' }, 'agent')
  await refundOrder(agent, { ...goodwill, requestKey: 'asked' })
  const waiting = await withShop(domain, (tx) => listApprovals(tx, domain, returnId))
  if (waiting.length === 0) throw new Error('No payment waits for a second person')

  // The books have what Shopify has not: a person accepts it, with words.
  await withShop(domain, (tx) =>
    appendEntries(tx, domain, [
      {
        kind: 'external',
        at: shop.ctx.now(),
        orderGid: first.id,
        orderName: first.name,
        returnId,
        intentId: null,
        purpose: 'refund',
        method: 'outside',
        amount: money(500, first.currency),
        refundGid: 'gid://shopify/Refund/999999',
        transactionGid: null,
        gateway: '',
        note: '',
        actor: { kind: 'system' },
      },
    ]),
  )
  await checkOrderMoney(shop.ctx, first.id)
  const checked = await withShop(domain, (tx) => findReconciliation(tx, domain, first.id))
  const difference = checked?.differences[0]
  if (difference === undefined) throw new Error('Nothing differs')
  const { key, amount } = difference
  must(await resolveDifference(shop.ctx, { orderGid: first.id, key, amount, reason: note }))

  must(
    await startReplay(shop.ctx, {
      asked: {
        scope: { kind: 'all' },
        day: { kind: 'after_order', days: 20 },
        outcome: 'refund',
        reason: 'changed-my-mind',
      },
      before: { kind: 'version', number: 1 },
      after: { kind: 'version', number: 1 },
    }),
  )
  for (let round = 0; round < 40 && (await shop.runJobs()) > 0; round += 1) shop.advance(2)
  // A mail server's complaint about the address, as it is kept with its job.
  await withShop(domain, async (tx) => {
    const job = await tx.outboxJob.findFirst({ where: { name: 'send-message' } })
    if (job === null) throw new Error('Nothing was mailed')
    await tx.outboxJob.update({ where: { id: job.id }, data: { lastError: `550 no such user <${email}>` } })
  })
  return { orders: [first, second], customerId, returnIds: [returnId, reviewed.returnId] }
}

/** Where texts and JSON of every table of the database contain one of the marks: `Table.column`, with how many rows. */
export async function findMarks(
  wanted: readonly string[] = marks,
): Promise<Readonly<Record<string, number>>> {
  const columns = await database().prisma.$queryRaw<{ table: string; column: string }[]>`
    select table_name::text as "table", column_name::text as "column" from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema') and table_schema = 'public'
      and data_type not in ('timestamp with time zone', 'integer', 'bigint', 'boolean', 'uuid')`
  const found: Record<string, number> = {}
  for (const { table, column } of columns) {
    // Bytes are compared by their readable form; everything else is text once it is cast.
    const [row] = await database().prisma.$queryRawUnsafe<{ count: bigint }[]>(
      `select count(*) as count from "${table}" where exists (select 1 from unnest($1::text[]) mark where position(mark in lower("${column}"::text)) > 0)`,
      wanted,
    )
    if (Number(row?.count ?? 0) > 0) found[`${table}.${column}`] = Number(row?.count)
  }
  return found
}

/** How many rows each table has of a shop. */
export async function rowsOfShop(shop: string): Promise<Readonly<Record<string, number>>> {
  const tables = await database().prisma.$queryRaw<{ table: string }[]>`
    select table_name::text as "table" from information_schema.columns where table_schema = 'public' and column_name = 'shop'`
  const rows: Record<string, number> = {}
  for (const { table } of tables) {
    const [row] = await database().prisma.$queryRawUnsafe<{ count: bigint }[]>(
      `select count(*) as count from "${table}" where shop = $1`,
      shop,
    )
    if (Number(row?.count ?? 0) > 0) rows[table] = Number(row?.count)
  }
  return rows
}

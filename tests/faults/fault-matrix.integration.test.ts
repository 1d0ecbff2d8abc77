import { createHash, createHmac, randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { addPolicyVersion, getLatestPolicy } from '#app/db/policy.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { toDecimal, type Money } from '#app/domain/money.ts'
import { env } from '#app/env.server.ts'
import { claimJob, enqueue } from '#app/jobs/outbox.server.ts'
import type { AdminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { sayApiVersionEnd } from '#app/shopify/api-version.ts'
import { warnOfApiVersion } from '#app/shopify/warn-of-api-version.server.ts'
import { approveReturn } from '#app/use-cases/approve-return.server.ts'
import { declineReturn } from '#app/use-cases/decline-return.server.ts'
import { refundReturn } from '#app/use-cases/refund-return.server.ts'
import type { RequestedReturn } from '#app/use-cases/request-return.server.ts'
import { receiveWebhook } from '#app/webhooks/receive-webhook.server.ts'
import {
  breaks,
  judgeBy,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  stored,
  wholeLines,
} from '../setup/journey.ts'
import { installedShop } from '../setup/shop.ts'

/*
 * The rows of the fault matrix that are a single story each. F1 to F26 and F44 have their rigs; F30, F31 stand in
 * request-return.integration.test.ts, F37, F40 and F48 in webhooks.integration.test.ts, F49 in access-token.integration.test.ts,
 * F53 beside the dates, F60 in data-dir-lock.integration.test.ts, F61 in every-order.integration.test.ts and in
 * `npm run conformance -- money`, F62 in exchange-gone.integration.test.ts.
 */

const shop = installedShop()

let order: OrderFacts
let made: RequestedReturn
let amount: Money

async function begin(name = '#1001') {
  order = await orderNamed(shop(), name)
  const request = await requested(shop(), { order, lines: wholeLines(order) })
  made = request.made
  amount = request.promised.refund
}

const pay = (ctx = shop().ctx) =>
  refundReturn(ctx, { returnId: made.returnId, method: 'original_payment', expected: amount })
const refunds = () => ledgerOf(shop(), order.name).filter((row) => row.kind === 'refund')
const refundIntents = async () =>
  (await stored(shop(), made.returnId)).moneyIntents.filter((intent) => intent.purpose === 'refund')
const asMerchant = <T>(query: string, variables: Record<string, unknown>) =>
  shop().devStore.engine.asMerchant<T>(shop().ctx.shop, query, variables)

async function waitLong(minutes = 5) {
  for (let minute = 0; minute < minutes; minute += 1) {
    shop().advance(61)
    await shop().runJobs()
  }
}

describe('many at once', () => {
  beforeEach(async () => {
    await begin()
    await receive(shop(), made.returnId)
  })

  test(
    'F27: a hundred clicks of two people, twenty at the same moment, are one payment',
    { timeout: 120_000 },
    async () => {
      const other = shop().as({ kind: 'staff', id: '2', name: 'Kim Other' })
      const answers = []
      // Twenty at a time: the embedded database is one connection, and lets nobody wait for ever.
      for (let round = 0; round < 5; round += 1)
        answers.push(
          ...(await Promise.all(
            Array.from({ length: 20 }, (_, index) => pay(index % 2 === 0 ? shop().ctx : other)),
          )),
        )
      expect(answers.filter((one) => one.ok)).toHaveLength(1)
      for (const one of answers) if (!one.ok) expect(one.error).toMatchObject({ kind: 'in_progress' })
      expect(await refundIntents()).toHaveLength(1)
      expect(refunds()).toMatchObject([{ amount: toDecimal(amount), status: 'SUCCESS' }])
    },
  )

  test('F28: sent again after going back: the first answer, no second payment', async () => {
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'settled' } })
    for (let again = 0; again < 3; again += 1)
      expect(await pay()).toMatchObject({ ok: false, error: { kind: 'in_progress', state: 'settled' } })
    expect(refunds()).toHaveLength(1)
  })
})

test('F29: one approves while another declines: one of them wins, the other is told', async () => {
  await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, review: 'staff' } }))
  await begin()
  const [approved, declined] = await Promise.all([
    approveReturn(shop().ctx, made),
    declineReturn(shop().ctx, { returnId: made.returnId, reason: 'OTHER', note: '' }),
  ])
  expect([approved.ok, declined.ok].filter(Boolean)).toHaveLength(1)
  const lost = approved.ok ? declined : approved
  expect(lost).toMatchObject({ ok: false, error: { kind: 'not_allowed' } })
  const { status } = await stored(shop(), made.returnId)
  expect(status).toBe(approved.ok ? 'approved' : 'declined')
})

describe('the merchant acts in Shopify meanwhile', () => {
  beforeEach(async () => {
    await begin()
    await receive(shop(), made.returnId)
  })

  /** Does something in Shopify's admin right before a call of the app is carried out. */
  function between(root: string, query: string, variables: Record<string, unknown>) {
    breaks(shop(), root, { kind: 'act_between', query, variables })
  }

  test('F32: the same units are processed there while our call is on its way: Shopify refuses ours', async () => {
    const record = await stored(shop(), made.returnId)
    between(
      'returnProcess',
      'mutation($input: ReturnProcessInput!) { returnProcess(input: $input) { userErrors { message } } }',
      {
        input: {
          returnId: record.shopifyReturnGid,
          returnLineItems: record.lines.map((line) => ({
            id: line.shopifyReturnLineGid,
            quantity: line.quantity,
          })),
        },
      },
    )
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'refused' } })
    await waitLong()
    expect(refunds()).toEqual([])
    expect(await refundIntents()).toMatchObject([{ state: 'refused' }])
  })

  test('F33: the order is edited after the amount was seen: it stops and shows both amounts', async () => {
    const begun = await asMerchant<{ orderEditBegin: { calculatedOrder: { id: string } } }>(
      'mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { message } } }',
      { id: order.id },
    )
    const id = begun.orderEditBegin.calculatedOrder.id
    await asMerchant(
      `mutation($id: ID!) { orderEditAddCustomItem(id: $id, title: "Gift wrap", quantity: 1,
        price: { amount: "7.00", currencyCode: USD }) { userErrors { message } } }`,
      { id },
    )
    await asMerchant('mutation($id: ID!) { orderEditCommit(id: $id) { userErrors { message } } }', { id })
    const answer = await pay()
    expect(answer).toMatchObject({ ok: false, error: { kind: 'amount_changed', expected: amount } })
    expect(refunds()).toEqual([])
    expect(await refundIntents()).toEqual([])
  })

  test('F34: the order is archived: the payment goes on', async () => {
    await asMerchant(
      'mutation($input: OrderCloseInput!) { orderClose(input: $input) { userErrors { message } } }',
      { input: { id: order.id } },
    )
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'settled' } })
    expect(refunds()).toMatchObject([{ amount: toDecimal(amount), status: 'SUCCESS' }])
  })
})

test('F35: cancelled in Shopify’s admin: our return follows, nothing can be paid', async () => {
  await begin()
  const { shopifyReturnGid } = await stored(shop(), made.returnId)
  await asMerchant('mutation($id: ID!) { returnCancel(id: $id) { userErrors { message } } }', {
    id: shopifyReturnGid,
  })
  expect(await pay()).toMatchObject({ ok: false })
  await tell('returns/cancel', { admin_graphql_api_id: shopifyReturnGid, id: 1 })
  await shop().runJobs()
  expect(await stored(shop(), made.returnId)).toMatchObject({ status: 'cancelled' })
  expect(refunds()).toEqual([])
})

test('F36: a policy published while staff decides changes nothing that was promised', async () => {
  await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, review: 'staff' } }))
  await begin()
  await withShop(shop().ctx.shop, async (tx) => {
    const { number, policy } = await getLatestPolicy(tx, shop().ctx.shop)
    const { restockingFee } = policy.baseline
    await addPolicyVersion(tx, {
      shop: shop().ctx.shop,
      number: number + 1,
      policy: {
        ...policy,
        baseline: { ...policy.baseline, restockingFee: { ...restockingFee, percent: 50 } },
      },
      note: '',
      author: { kind: 'system' },
      publishedAt: shop().ctx.now(),
    })
  })
  expect(await approveReturn(shop().ctx, made)).toMatchObject({ ok: true })
  await receive(shop(), made.returnId)
  expect(await pay()).toMatchObject({ ok: true, value: { state: 'settled', amount } })
  expect((await stored(shop(), made.returnId)).policyVersion).toBe(1)
})

/** A webhook as Shopify sends it. Answers the status. */
async function tell(topic: string, payload: object, eventId: string = randomUUID()): Promise<number> {
  const body = JSON.stringify(payload)
  const answer = await receiveWebhook(
    new Request('https://app.example/webhooks', {
      method: 'POST',
      body,
      headers: {
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': shop().ctx.shop,
        'x-shopify-event-id': eventId,
        'x-shopify-webhook-id': createHash('sha256').update(eventId).digest('hex').slice(0, 32),
        'x-shopify-api-version': '2026-10',
        'x-shopify-triggered-at': shop().ctx.now(),
        'x-shopify-hmac-sha256': createHmac('sha256', env.SHOPIFY_API_SECRET).update(body).digest('base64'),
      },
    }),
  )
  return answer.status
}

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length <= 1) return [[...list]]
  return list.flatMap((one, index) =>
    permutations([...list.slice(0, index), ...list.slice(index + 1)]).map((rest) => [one, ...rest]),
  )
}

describe('webhooks', () => {
  test(
    'F38: five events in all of their 120 orders lead to the same state',
    { timeout: 240_000 },
    async () => {
      const events: { topic: string; payload: Record<string, unknown> }[] = []
      const wanted = [
        'returns/approve',
        'returns/process',
        'refunds/create',
        'returns/update',
        'returns/close',
      ]
      const stop = shop().devStore.engine.onEmit(({ topic, payload }) => {
        if (wanted.includes(topic) && !events.some((one) => one.topic === topic))
          events.push({ topic, payload })
      })
      await begin()
      const record = await stored(shop(), made.returnId)
      await asMerchant(
        'mutation($input: ReturnProcessInput!) { returnProcess(input: $input) { userErrors { message } } }',
        {
          input: {
            returnId: record.shopifyReturnGid,
            note: 'By hand',
            returnLineItems: record.lines.map((line) => ({
              id: line.shopifyReturnLineGid,
              quantity: line.quantity,
            })),
          },
        },
      )
      await asMerchant('mutation($id: ID!) { returnClose(id: $id) { userErrors { message } } }', {
        id: record.shopifyReturnGid,
      })
      stop()
      for (const topic of wanted)
        if (!events.some((one) => one.topic === topic))
          events.push({
            topic,
            payload: {
              admin_graphql_api_id: record.shopifyReturnGid,
              order_id: Number(order.id.split('/').at(-1)),
            },
          })
      const before = database().prisma
      for (const turned of permutations(events)) {
        // As if nothing had been heard yet: only the owner of the tables may take history away.
        await before.$executeRawUnsafe(
          `update "Return" set status = 'approved', "closedAt" = null where id = '${made.returnId}'`,
        )
        await before.$executeRawUnsafe('truncate "WebhookDelivery", "OutboxJob"')
        for (const { topic, payload } of turned) expect(await tell(topic, payload)).toBe(200)
        await shop().runJobs()
        expect(await stored(shop(), made.returnId)).toMatchObject({ status: 'closed' })
      }
    },
  )

  test('F39: one that comes a day late, about a state that is long over, changes nothing', async () => {
    await begin()
    const { shopifyReturnGid } = await stored(shop(), made.returnId)
    await receive(shop(), made.returnId)
    await pay()
    shop().advance(86_400)
    expect(
      await tell('returns/request', { admin_graphql_api_id: shopifyReturnGid, status: 'requested' }),
    ).toBe(200)
    await shop().runJobs()
    expect(await stored(shop(), made.returnId)).toMatchObject({ status: 'received' })
    expect(refunds()).toHaveLength(1)
  })

  test('F46: while the database cannot write, Shopify is told to come again, and nothing needs a restart', async () => {
    await begin()
    const { prisma } = database()
    await prisma.$executeRawUnsafe(`create function pg_temp_full() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
    await prisma.$executeRawUnsafe(
      'create trigger full_disk before insert on "WebhookDelivery" for each row execute function pg_temp_full()',
    )
    const { shopifyReturnGid } = await stored(shop(), made.returnId)
    const payload = { admin_graphql_api_id: shopifyReturnGid }
    const id = randomUUID()
    await expect(tell('returns/update', payload, id)).rejects.toThrow('No space left on device')
    expect(await stored(shop(), made.returnId)).toMatchObject({ status: 'approved' })
    await prisma.$executeRawUnsafe('drop trigger full_disk on "WebhookDelivery"')
    await prisma.$executeRawUnsafe('drop function pg_temp_full()')
    expect(await tell('returns/update', payload, id)).toBe(200)
  })
})

describe('transactions in each other’s way', () => {
  test.each(['40001', '40P01'])(
    'F45: %s is tried again, the transaction alone, five times at most',
    async (code) => {
      let attempts = 0
      const conflict = `do $$ begin raise exception 'in the way' using errcode = '${code}'; end $$`
      const done = await withShop(shop().ctx.shop, async (tx) => {
        attempts += 1
        if (attempts < 4) await tx.$executeRawUnsafe(conflict)
        return 'done'
      })
      expect([done, attempts]).toEqual(['done', 4])
      attempts = 0
      const never = withShop(shop().ctx.shop, (tx) => {
        attempts += 1
        return tx.$executeRawUnsafe(conflict)
      })
      await expect(never).rejects.toThrow(code)
      expect(attempts).toBe(6)
    },
  )

  test('any other problem is not tried again', async () => {
    let attempts = 0
    const broken = withShop(shop().ctx.shop, (tx) => {
      attempts += 1
      return tx.$executeRawUnsafe('select 1/0')
    })
    await expect(broken).rejects.toThrow(/22012|division/)
    expect(attempts).toBe(1)
  })
})

test('F47: removed while a payment is out: its outcome is recorded, and nothing new begins', async () => {
  await begin()
  await receive(shop(), made.returnId)
  const { admin } = shop().ctx
  const removedMeanwhile: AdminGraphql = async (operation, options) => {
    if (operation.includes('returnProcess('))
      await tell('app/uninstalled', { id: 1, myshopify_domain: shop().ctx.shop })
    return admin(operation, options)
  }
  expect(await pay(shop().over(removedMeanwhile))).toMatchObject({ ok: true, value: { state: 'settled' } })
  expect(refunds()).toHaveLength(1)
  const row = await withShop(shop().ctx.shop, (tx) =>
    tx.shop.findUniqueOrThrow({ where: { shop: shop().ctx.shop } }),
  )
  expect(row.uninstalledAt).not.toBeNull()
})

describe('F50: the shop takes rights back', () => {
  const grant = (change: (scopes: readonly string[]) => string[]) =>
    shop().devStore.engine.transact(shop().ctx.shop, (context) => {
      for (const { value, scopes } of Object.values(context.state.tables.tokens))
        context.edit('tokens', value).scopes = change(scopes)
    })
  const told = async () => {
    const { shop: domain } = shop().ctx
    const events = await withShop(domain, (tx) => listEvents(tx, domain, made.returnId))
    return events.flatMap(({ event }) => (event.kind === 'attention_needed' ? [event] : []))
  }

  test('the payment waits for it, says which one is missing, and goes on when it is back', async () => {
    await begin()
    await receive(shop(), made.returnId)
    let before: readonly string[] = []
    grant((scopes) => {
      before = scopes
      return [...scopes.filter((scope) => !/^write_.*returns$/.test(scope)), 'read_returns']
    })
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'intended' } })
    // Longer than any job has attempts for: waiting for a right uses none up.
    for (let round = 0; round < 20; round += 1) {
      shop().advance(1_000)
      await shop().runJobs()
    }
    expect(await refundIntents()).toMatchObject([{ state: 'intended', refusedKind: null }])
    expect((await stored(shop(), made.returnId)).attention).toBe('scope_missing')
    const [first, ...more] = await told()
    expect(first?.words).toContain('write_returns')
    expect(more).toEqual([])
    grant(() => [...before])
    expect(await tell('app/scopes_update', { previous: [], current: before })).toBe(200)
    await shop().runJobs()
    expect(await refundIntents()).toMatchObject([{ state: 'settled' }])
    expect(refunds()).toHaveLength(1)
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
  })
})

describe('F51: Shopify retires the API version', () => {
  test.each([
    ['2027-08-01T23:59:59Z', null],
    ['2027-08-02T00:00:00Z', 'until 2027-10-01'],
    ['2027-09-30T23:59:59Z', 'until 2027-10-01'],
    ['2027-10-01T00:00:00Z', 'no longer'],
    ['2029-01-01T00:00:00Z', 'no longer'],
  ])('at %s the start says: %s', (now, words) => {
    expect(warnOfApiVersion(now, '2026-10')).toBe(words !== null)
    const said = sayApiVersionEnd(now, '2026-10')
    if (words === null) expect(said).toBeNull()
    else expect(said).toContain(words)
  })
})

test('F52: the app’s clock jumps two hours: a lease is the database’s time, and stays', async () => {
  const { ctx } = shop()
  const id = await withShop(ctx.shop, (tx) =>
    enqueue(tx, { shop: ctx.shop, name: 'refresh-shop', payload: {}, now: ctx.now() }),
  )
  const claim = () => withShop(ctx.shop, (tx) => claimJob(tx, { shop: ctx.shop, id, now: ctx.now() }))
  expect(await claim()).not.toBeNull()
  for (const jump of [7_200, -14_400]) {
    shop().advance(jump)
    expect(await claim()).toBeNull()
  }
})

describe('F59: the database is restored from a backup, and Shopify has moved on', () => {
  const tables = ['MoneyIntent', 'Event', 'OutboxJob', 'LedgerEntry', 'LimitEntry', 'Return', 'ReceivedItem']

  /** Rows of the tables that a payment writes, to be put back as a backup is. */
  async function backup(): Promise<() => Promise<void>> {
    const { prisma } = database()
    const kept = await Promise.all(
      tables.map(async (table) => {
        const [row] = await prisma.$queryRawUnsafe<{ rows: string | null }[]>(
          `select json_agg(to_jsonb(t))::text as rows from "${table}" t`,
        )
        return { table, rows: row?.rows ?? '[]' }
      }),
    )
    return () =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRawUnsafe('set local session_replication_role = replica')
        for (const { table } of kept) await tx.$executeRawUnsafe(`delete from "${table}"`)
        for (const { table, rows } of kept)
          await tx.$executeRawUnsafe(
            `insert into "${table}" select * from jsonb_populate_recordset(null::"${table}", $1::jsonb)`,
            rows,
          )
      })
  }

  test('before the click: nothing is paid a second time', async () => {
    await begin()
    await receive(shop(), made.returnId)
    const restore = await backup()
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'settled' } })
    await restore()
    expect(await refundIntents()).toEqual([])
    expect(await pay()).toMatchObject({ ok: false })
    await waitLong()
    expect(refunds()).toHaveLength(1)
  })

  test('between the intent and its sending: the refund that Shopify has is found, not made again', async () => {
    await begin()
    await receive(shop(), made.returnId)
    breaks(shop(), 'returnProcess', { kind: 'throttled' })
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'intended' } })
    const restore = await backup()
    shop().advance(60)
    await shop().runJobs()
    expect(refunds()).toHaveLength(1)
    await restore()
    expect(await refundIntents()).toMatchObject([{ state: 'intended' }])
    await waitLong()
    expect(refunds()).toHaveLength(1)
    expect(await refundIntents()).toMatchObject([{ state: 'settled' }])
    const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, made.returnId))
    expect(events.filter(({ event }) => event.kind === 'refund_settled')).toHaveLength(1)
  })
})

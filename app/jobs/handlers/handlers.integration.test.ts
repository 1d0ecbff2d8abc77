import { beforeEach, describe, expect, test } from 'vitest'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { changeReturn, lockReturn, type ReturnChange } from '#app/db/return.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { AdminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { shopifyUnreachable } from '#app/shopify/admin-error.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { receiveReturn } from '#app/use-cases/receive-return.server.ts'
import type { RequestedReturn } from '#app/use-cases/request-return.server.ts'
import {
  breaks,
  judgeBy,
  orderNamed,
  requested,
  returnsInShopify,
  stored,
  wholeLines,
} from '../../../tests/setup/journey.ts'
import { installedShop } from '../../../tests/setup/shop.ts'
import { approveShopifyReturn } from './approve-shopify-return.server.ts'
import { cancelShopifyReturn } from './cancel-shopify-return.server.ts'
import { closeShopifyReturn } from './close-shopify-return.server.ts'
import { declineShopifyReturn } from './decline-shopify-return.server.ts'
import { disposeReceivedItems } from './dispose-items.server.ts'
import { openShopifyReturn } from './open-shopify-return.server.ts'
import { refreshShop } from './refresh-shop.server.ts'
import { sendMessage } from './send-message.server.ts'

const shop = installedShop()

let order: OrderFacts
let made: RequestedReturn

beforeEach(async () => {
  order = await orderNamed(shop(), '#1002')
})

/** A return whose row says what was decided, while Shopify has not heard of it: as after a crash behind the commit. */
async function decided(review: 'automatic' | 'staff', change: ReturnChange) {
  await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, review } }))
  made = (await requested(shop(), { order, lines: wholeLines(order) })).made
  await withShop(shop().ctx.shop, async (tx) => {
    const record = await lockReturn(tx, made.returnId)
    if (record !== null) await changeReturn(tx, record, change)
  })
}

const statusInShopify = async () => (await returnsInShopify(shop(), order)).map((one) => one.status)

/** Does what is asked, and then the answer is lost. */
function losing(root: string): ShopContext {
  const { admin } = shop().ctx
  const lossy: AdminGraphql = async (operation, options) => {
    const data = await admin<never>(operation, options)
    if (operation.includes(`${root}(`)) throw shopifyUnreachable('lost', { sent: 'unknown' })
    return data
  }
  return shop().over(lossy)
}

describe.each([
  ['approve', 'returnApproveRequest', 'staff', { status: 'approved' }, 'OPEN', approveShopifyReturn],
  [
    'decline',
    'returnDeclineRequest',
    'staff',
    { status: 'declined', declineReason: 'OTHER' },
    'DECLINED',
    declineShopifyReturn,
  ],
  ['close', 'returnClose', 'automatic', { status: 'closed' }, 'CLOSED', closeShopifyReturn],
  ['cancel', 'returnCancel', 'automatic', { status: 'cancelled' }, 'CANCELED', cancelShopifyReturn],
] as const)('%s', (_name, root, review, change, status, handler) => {
  test('run twice does it once', async () => {
    await decided(review, change)
    await handler(shop().ctx, { returnId: made.returnId })
    await handler(shop().ctx, { returnId: made.returnId })
    expect(await statusInShopify()).toEqual([status])
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
  })

  test('died after the call goes on without a complaint', async () => {
    await decided(review, change)
    await expect(handler(losing(root), { returnId: made.returnId })).rejects.toThrow('lost')
    await handler(shop().ctx, { returnId: made.returnId })
    expect(await statusInShopify()).toEqual([status])
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
  })
})

describe('open', () => {
  test('run twice makes one return', async () => {
    made = (await requested(shop(), { order, lines: wholeLines(order) })).made
    await openShopifyReturn(shop().ctx, { returnId: made.returnId })
    expect(await statusInShopify()).toEqual(['OPEN'])
  })

  test('refused by Shopify: a person must look, and nothing is tried again', async () => {
    const errors = [
      { field: ['returnInput'], message: 'Return line item has an invalid quantity.', code: 'INVALID' },
    ]
    breaks(shop(), 'returnCreate', { kind: 'user_errors', errors })
    made = (await requested(shop(), { order, lines: wholeLines(order) })).made
    expect(made.name).toBeNull()
    expect((await stored(shop(), made.returnId)).attention).toBe('shopify_refused')
    expect(await shop().runJobs()).toBe(1)
  })
})

describe('dispose', () => {
  async function inStock(): Promise<number> {
    const { admin } = shop().ctx
    type Stock = { productVariants: { nodes: { inventoryQuantity: number }[] } }
    const query = '{ productVariants(first: 100) { nodes { inventoryQuantity } } }'
    const data = await admin<Stock>(query)
    return data.productVariants.nodes.reduce((sum, one) => sum + one.inventoryQuantity, 0)
  }

  async function received(ctx: ShopContext) {
    made = (await requested(shop(), { order, lines: wholeLines(order) })).made
    const { lines } = await stored(shop(), made.returnId)
    const location = (await listLocations(shop().ctx.admin))[0]?.gid ?? null
    const twice = lines.find((line) => line.quantity === 2)
    const once = lines.filter((line) => line.quantity === 1)
    if (twice === undefined) throw new Error('One line has two units')
    const result = await receiveReturn(ctx, {
      returnId: made.returnId,
      items: [
        { returnLineId: twice.id, quantity: 1, disposition: 'RESTOCKED', locationGid: location },
        { returnLineId: twice.id, quantity: 1, disposition: 'NOT_RESTOCKED', locationGid: null },
        ...once.map((line) => ({
          returnLineId: line.id,
          quantity: 1,
          disposition: 'MISSING' as const,
          locationGid: null,
        })),
      ],
    })
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    const record = await stored(shop(), made.returnId)
    return { returnId: made.returnId, receivedItemIds: record.receivedItems.map((item) => item.id) }
  }

  test('run twice restocks once, and only what goes back on sale', async () => {
    const before = await inStock()
    const payload = await received(shop().ctx)
    await disposeReceivedItems(shop().ctx, payload)
    expect(await inStock()).toBe(before + 1)
    const { receivedItems } = await stored(shop(), made.returnId)
    expect(receivedItems.every((item) => item.disposedAt !== null)).toBe(true)
  })

  test('died after the call restocks once', async () => {
    const before = await inStock()
    const payload = await received(losing('reverseFulfillmentOrderDispose'))
    expect((await stored(shop(), made.returnId)).receivedItems.some((item) => item.disposedAt !== null)).toBe(
      false,
    )
    await disposeReceivedItems(shop().ctx, payload)
    expect(await inStock()).toBe(before + 1)
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
  })
})

describe('messages', () => {
  async function eventOf(kind: string) {
    const row = await withShop(shop().ctx.shop, (tx) => tx.event.findFirstOrThrow({ where: { kind } }))
    return { eventId: row.id }
  }

  test('run twice sends once', async () => {
    await requested(shop(), { order, lines: wholeLines(order) })
    const payload = await eventOf('auto_approved')
    await sendMessage(shop().ctx, payload)
    await sendMessage(shop().ctx, payload)
    await shop().runJobs()
    expect(shop().mails).toHaveLength(1)
    expect(shop().mails[0]).toMatchObject({
      to: { address: 'priya@example.com' },
      fromName: shop().ctx.settings.name,
    })
  })

  test('the mail server is away: the same message goes out later', async () => {
    await requested(shop(), { order, lines: wholeLines(order) })
    const payload = await eventOf('auto_approved')
    const away = { ...shop().ctx, mailer: { send: () => Promise.reject(new Error('away')) } }
    await expect(sendMessage(away, payload)).rejects.toThrow('away')
    await sendMessage(shop().ctx, payload)
    expect(shop().mails).toHaveLength(1)
  })

  test('died after the mail left: a second one has the same Message-ID', async () => {
    await requested(shop(), { order, lines: wholeLines(order) })
    const payload = await eventOf('auto_approved')
    const dying: ShopContext = {
      ...shop().ctx,
      mailer: {
        async send(mail) {
          await shop().ctx.mailer.send(mail)
          throw new Error('died')
        },
      },
    }
    await expect(sendMessage(dying, payload)).rejects.toThrow('died')
    await sendMessage(shop().ctx, payload)
    expect(new Set(shop().mails.map((mail) => mail.messageId)).size).toBe(1)
  })

  test('a guest without an e-mail is not written to', async () => {
    const guest = await orderNamed(shop(), '#1026')
    await requested(shop(), { order: guest, lines: wholeLines(guest) })
    await shop().runJobs()
    expect(shop().mails).toEqual([])
  })
})

test('the shop’s facts, read twice, are the same', async () => {
  await refreshShop(shop().ctx, {})
  await refreshShop(shop().ctx, {})
  const row = await withShop(shop().ctx.shop, (tx) => tx.shop.findFirstOrThrow())
  expect(row).toMatchObject({ name: shop().ctx.settings.name, timeZone: shop().ctx.settings.timeZone })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClock, createEngine } from '../engine/engine.ts'
import type { Engine } from '../engine/engine.ts'
import type { Order } from '../engine/state.ts'
import { createAdminPages } from './create-admin-pages.ts'
import { numberOf } from './page-parts.ts'

const SHOP = 'homeward-demo.myshopify.com'
const BASE = '/store/homeward-demo'
const NOW = Date.parse('2026-10-05T12:00:00Z')

let engine: Engine
let seed = ''
let origin = ''
let close: () => void = () => undefined
const folder = mkdtempSync(join(tmpdir(), 'admin-pages-'))

beforeAll(async () => {
  engine = createEngine({ clock: createClock(0, () => NOW), seed: 'demo' })
  seed = engine.dump()
  mkdirSync(join(folder, 'blocks'))
  const settings = [
    { type: 'text', id: 'heading', label: 'Heading', default: 'Hi' },
    { type: 'checkbox', id: 'wide', label: 'Wide', default: true },
    { type: 'range', id: 'radius', label: 'Radius', min: 0, max: 24, default: 8 },
  ]
  const schema = JSON.stringify({ name: 'Portal', target: 'section', settings })
  writeFileSync(join(folder, 'blocks', 'portal.liquid'), `x{% schema %}${schema}{% endschema %}`)
  const pages = createAdminPages({
    engine,
    extensionFolder: folder,
    storefrontOf: () => 'http://127.0.0.1:1',
  })
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '', 'http://admin')
    const shop = engine.state.tables.shops[SHOP]
    if (!shop) throw new Error('the seed has no demo shop')
    void pages
      .answer({ req, url, shop, path: url.pathname.slice(BASE.length) })
      .then((answer) => {
        if (answer === undefined) return res.writeHead(404).end()
        if ('redirect' in answer) return res.writeHead(303, { location: answer.redirect }).end()
        return res.writeHead(answer.status ?? 200, { 'content-type': 'text/html' }).end(answer.html)
      })
      .catch((error: unknown) => res.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an AddressInfo.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => {
    server.close()
    server.closeAllConnections()
  }
})
afterAll(() => {
  close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => engine.load(seed))

function order(name: string): Order {
  const [found] = engine.index.ordersByName(SHOP, name)
  if (!found) throw new Error(`no order ${name}`)
  return found
}

const get = (path: string): Promise<Response> => fetch(`${origin}${BASE}${path}`)
const text = async (path: string): Promise<string> => (await get(path)).text()

async function post(path: string, fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams(fields)
  const answer = await fetch(`${origin}${BASE}${path}`, { method: 'POST', body, redirect: 'manual' })
  expect(answer.status).toBe(303)
  const query = new URL(answer.headers.get('location') ?? '', origin).searchParams
  return query.get('done') ?? `refused: ${query.get('error') ?? ''}`
}
const act = (name: string, fields: Record<string, string>): Promise<string> =>
  post(`/orders/${numberOf(order(name).id)}`, fields)

describe('reading', () => {
  test('lists orders, searches them and pages', async () => {
    expect(await text('/orders')).toContain('Next page')
    const found = await text(`/orders?q=${encodeURIComponent('name:#1002')}`)
    expect(found).toContain('#1002')
    expect(found).not.toContain('#1003')
    expect(await text('/orders?q=nothing-like-this')).toContain('No order matches')
  })

  test('shows every order of the seed', async () => {
    const orders = engine.index.ordersOfShop(SHOP).slice(0, 45)
    for (const one of orders) {
      const page = await get(`/orders/${numberOf(one.id)}`)
      expect([one.name, page.status]).toEqual([one.name, 200])
    }
  })

  test('escapes what customers wrote', async () => {
    engine.transact(SHOP, (context) => {
      context.edit('orders', order('#1001').id).note = '<script>alert(1)</script>'
    })
    const page = await text(`/orders/${numberOf(order('#1001').id)}`)
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('&lt;script&gt;')
  })

  test('shows customers with their orders; unknown pages are none', async () => {
    const { customerId } = order('#1001')
    expect(await text(`/customers/${numberOf(customerId ?? '')}`)).toContain('#1001')
    for (const path of ['/orders/999', '/orders/abc', '/customers/1', '/nothing'])
      expect((await get(path)).status).toBe(404)
  })
})

type Created = { returnCreate: { return: { id: string } | null; userErrors: { message: string }[] } }

/** An open return of one unit of an order's first parcel. */
async function openReturn(name: string): Promise<string> {
  const line = order(name).fulfillments[0]?.lineItems[0]
  const reason = Object.values(engine.state.tables.returnReasonDefinitions).find((one) => !one.deleted)
  const document = `mutation OpenReturn($returnInput: ReturnInput!) {
    returnCreate(returnInput: $returnInput) { return { id } userErrors { message } }
  }`
  const returnLine = {
    fulfillmentLineItemId: line?.id,
    quantity: 1,
    returnReasonDefinitionId: reason?.id,
    returnReasonNote: 'too small',
  }
  const returnInput = { orderId: order(name).id, returnLineItems: [returnLine] }
  const { returnCreate } = await engine.asMerchant<Created>(SHOP, document, { returnInput })
  if (!returnCreate.return) throw new Error(returnCreate.userErrors.map((one) => one.message).join())
  return returnCreate.return.id
}

describe('acting behind the app', () => {
  test('refunds an amount to the payment, once per form', async () => {
    const fields = { action: 'refund', key: 'one', amount: '5.00', note: 'goodwill' }
    expect(await act('#1001', fields)).toBe('Refunded $5.00')
    expect(await act('#1001', fields)).toBe('Refunded $5.00')
    const refunds = order('#1001').transactions.filter((one) => one.kind === 'REFUND')
    expect(refunds.map((one) => one.amount.shop)).toEqual([500])
  })

  test("refunds units at Shopify's own figure and restocks them", async () => {
    const [line] = order('#1001').lineItems
    const done = await act('#1001', {
      action: 'refund',
      key: 'two',
      amount: '',
      restock: 'yes',
      [`quantity:${line?.id ?? ''}`]: '1',
    })
    expect(done).toMatch(/^Refunded \$/)
    expect(order('#1001').refunds[0]?.lineItems).toMatchObject([
      { quantity: 1, restockType: 'RETURN', restocked: true },
    ])
  })

  test('passes refusals of Shopify on in words', async () => {
    expect(await act('#1001', { action: 'refund', key: 'three', amount: '99999' })).toContain(
      'refused: Refund amount',
    )
    expect(await act('#1001', { action: 'refund', key: 'four', amount: '' })).toBe(
      'refused: Choose units or an amount to refund',
    )
    expect(await act('#1001', { action: 'explode' })).toBe('refused: There is no action explode')
  })

  test('fulfils what is to ship and marks it delivered', async () => {
    const name = '#1011'
    const open = order(name).fulfillmentOrders.find(
      (one) => one.status === 'OPEN' || one.status === 'IN_PROGRESS',
    )
    expect(await act(name, { action: 'fulfil', fulfillmentOrder: open?.id ?? '', tracking: 'TRACK1' })).toBe(
      'Fulfilled',
    )
    const parcel = order(name).fulfillments.at(-1)
    expect(parcel?.tracking[0]?.number).toBe('TRACK1')
    expect(await act(name, { action: 'deliver', fulfillment: parcel?.id ?? '' })).toBe('Marked as delivered')
    expect(order(name).fulfillments.at(-1)?.deliveredAt).toBe('2026-10-05T12:00:00Z')
  })

  test('closes and reopens a return', async () => {
    const id = await openReturn('#1001')
    expect(await act('#1001', { action: 'return-close', return: id })).toBe('Return closed')
    expect(order('#1001').returns.find((one) => one.id === id)?.status).toBe('CLOSED')
    expect(await act('#1001', { action: 'return-reopen', return: id })).toBe('Return reopened')
    expect(order('#1001').returns.find((one) => one.id === id)?.status).toBe('OPEN')
    expect(await act('#1001', { action: 'return-approve', return: id })).toContain(
      'refused: Return is not approvable',
    )
  })

  test('disposes of what came back', async () => {
    const id = await openReturn('#1001')
    const find = () => order('#1001').returns.find((one) => one.id === id)
    const line = find()?.reverseFulfillmentOrders[0]?.lineItems[0]
    expect(await text(`/orders/${numberOf(order('#1001').id)}`)).toContain('Dispose')
    const fields = { action: 'dispose', line: line?.id ?? '', quantity: '1', type: 'RESTOCKED' }
    expect(await act('#1001', fields)).toBe('Disposed')
    const [disposed] = find()?.reverseFulfillmentOrders[0]?.lineItems ?? []
    expect(disposed?.dispositions).toMatchObject([{ type: 'RESTOCKED', quantity: 1 }])
  })

  test('cancels an order', async () => {
    const done = await act('#1011', { action: 'cancel', reason: 'CUSTOMER', refund: 'yes', restock: 'yes' })
    expect(done).toBe('Order cancelled')
    expect(order('#1011').cancelledAt).not.toBeNull()
  })

  test('edits quantities of an order', async () => {
    const line = order('#1011').lineItems[0]
    const done = await act('#1011', {
      action: 'edit',
      restock: 'yes',
      [`quantity:${line?.id ?? ''}`]: String((line?.quantity ?? 0) + 1),
    })
    expect(done).toBe('Order edited')
    expect(order('#1011').edited).toBe(true)
  })

  test('takes no form from another site', async () => {
    const headers = { origin: 'https://evil.example' }
    const body = new URLSearchParams({ action: 'refund', key: 'five', amount: '5' })
    const path = `${origin}${BASE}/orders/${numberOf(order('#1001').id)}`
    expect((await fetch(path, { method: 'POST', body, headers })).status).toBe(403)
    expect(order('#1001').refunds).toEqual([])
  })
})

describe('theme editor', () => {
  const theme = () => engine.state.tables.shops[SHOP]?.theme

  test('saves settings of a block by their types and within their bounds', async () => {
    const fields = {
      action: 'settings',
      block: 'portal',
      'setting:heading': 'Back it goes',
      'setting:radius': '99',
    }
    expect(await post('/themes', fields)).toBe('Block saved')
    expect(theme()?.blockSettings).toEqual({ portal: { heading: 'Back it goes', wide: false, radius: 24 } })
    expect(await text('/themes')).toContain('value="Back it goes"')
  })

  test('switches the theme, takes the block off, moves the proxy and closes the store', async () => {
    expect(await post('/themes', { action: 'theme', theme: 'Larder' })).toBe('Theme saved')
    expect(theme()).toMatchObject({ name: 'Larder', blockPlaced: false })
    expect(await post('/themes', { action: 'proxy', prefix: 'tools', subpath: 'send-back' })).toContain(
      '/tools/send-back',
    )
    expect(engine.state.tables.shops[SHOP]?.proxyPath).toBe('/tools/send-back')
    expect(await post('/themes', { action: 'proxy', prefix: 'apps', subpath: 'admin' })).toContain(
      'does not allow',
    )
    expect(await post('/themes', { action: 'password', password: 'hush' })).toContain('asks for a password')
    expect(engine.state.tables.shops[SHOP]?.storefrontPassword).toBe('hush')
  })
})

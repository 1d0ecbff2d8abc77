import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { quoteReturn } from '#app/use-cases/quote-return.server.ts'
import { readReturnPlaces } from '#app/use-cases/read-return-places.server.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { judgeBy, orderNamed, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import type { PageFrame } from './portal-page.tsx'
import { portalText } from './portal-text.ts'
import { ReviewPage } from './review-page.tsx'

const shop = installedShop()

const frame: PageFrame = {
  text: portalText('en', 'UTC'),
  path: '/apps/returns',
  to: (step) => `/apps/returns/${step}`,
  Heading: 'h1',
  contactEmail: null,
  country: null,
}

/** The page before sending, for all of an order, where goods of these SKUs may be kept. */
async function reviewed(name: string, kept: (place: number) => boolean): Promise<string> {
  const order = await orderNamed(shop(), name)
  const skus = order.lines.flatMap(({ sku }, place) => (sku !== null && kept(place) ? [sku] : []))
  await judgeBy(shop(), (policy) => ({
    ...policy,
    rules: [
      {
        id: 'keep',
        name: 'Keep it',
        enabled: true,
        when: { kind: 'sku', is: 'anyOf', values: skus },
        set: { keepItem: true },
      },
    ],
  }))
  const lines = wholeLines(order)
  const quoted = await quoteReturn(shop().ctx, { orderGid: order.id, lines })
  if (!quoted.ok) throw new Error(quoted.error.kind)
  const entries = lines.map((line) => ({
    lineId: line.lineId,
    picked: true,
    quantity: String(line.quantity),
    reason: line.reasonHandle,
    note: line.note,
  }))
  return renderToStaticMarkup(createElement(ReviewPage, { frame, token: 't', ...quoted.value, entries }))
}

test('who may keep everything is told so, and that the money does not wait for a parcel', async () => {
  const page = await reviewed('#1002', () => true)
  expect(page).toContain('You keep the items: nothing has to be sent back.')
  expect(page).toContain('The money moves as soon as the return is approved.')
  expect(page).not.toContain('when your parcel has arrived')
})

test('who may keep a part sends the rest back, and the money of all moves when that is here', async () => {
  const page = await reviewed('#1002', (place) => place === 0)
  expect(page).toMatch(/You keep [^:]+: it need not be sent back/)
  expect(page).not.toContain('You keep the items: nothing has to be sent back')
  expect(page).toContain('when your parcel has arrived')
})

/** The page for all of an order, with where its goods go. */
async function placed(name: string): Promise<string> {
  const order = await orderNamed(shop(), name)
  const lines = wholeLines(order)
  const quoted = await quoteReturn(shop().ctx, { orderGid: order.id, lines })
  if (!quoted.ok) throw new Error(quoted.error.kind)
  const places = await readReturnPlaces(shop().ctx, quoted.value.decision.lines)
  const entries = lines.map((line) => ({
    lineId: line.lineId,
    picked: true,
    quantity: String(line.quantity),
    reason: line.reasonHandle,
    note: line.note,
  }))
  const page = createElement(ReviewPage, { frame, token: 't', ...quoted.value, entries, places })
  return renderToStaticMarkup(page)
}

test('the whole address stands there, and which items go where if there are several; without a rule it comes later', async () => {
  const [first, second] = await listLocations(shop().ctx.admin)
  if (first === undefined || second === undefined) throw new Error('The shop has two locations')
  expect(await placed('#1002')).toContain('The address comes with the approval.')
  const order = await orderNamed(shop(), '#1002')
  const apart = (destination: string) =>
    judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, destination: first.gid },
      rules: [
        {
          id: 'apart',
          name: 'Apart',
          enabled: true,
          when: { kind: 'sku', is: 'anyOf', values: [order.lines[0]?.sku ?? ''] },
          set: { destination },
        },
      ],
    }))
  await apart(first.gid)
  expect(await placed('#1002')).toContain(`It goes to: ${[first.name, ...first.address].join(', ')}`)
  await apart(second.gid)
  const page = await placed('#1002')
  expect(page).toContain(`${order.lines[0]?.title} goes to: ${[second.name, ...second.address].join(', ')}`)
  expect(page).toContain(`goes to: ${[first.name, ...first.address].join(', ')}`)
})

test('goods in exchange go to the address of the order, and who has moved is told whom to write to', async () => {
  await judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: { ...policy.baseline, outcomes: ['refund', 'exchange'] },
  }))
  const order = await orderNamed(shop(), '#1001')
  const read = await readOrder(shop().ctx.admin, order.id, { withReasons: false })
  expect(read?.deliveryAddress.length).toBeGreaterThan(2)
  expect(await placed('#1001')).toContain(`We send it to: ${read?.deliveryAddress.join(', ')}.`)
})

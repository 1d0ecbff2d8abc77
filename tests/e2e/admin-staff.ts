import { expect, type FrameLocator, type Page } from '@playwright/test'
import type { Demo } from '../../scripts/demo/start-demo.ts'
import { look } from './look.ts'
import { firstLineOf, firstReasonOf, visitorOf } from './portal-visitor.ts'

/** The app inside Shopify's admin. */
export const appIn = (page: Page): FrameLocator => page.frameLocator('#app-frame iframe')

/** Opens a page of the app in the admin of the first shop. */
export async function openApp(page: Page, demo: Demo, path: string): Promise<FrameLocator> {
  await page.goto(`${demo.devStore.urls.admin}${path}`)
  return appIn(page)
}

/** A shopper asks for one unit of the first item of an order, without a browser. Each test takes an order of its own: the demo is shared. */
export async function askForReturn(
  demo: Demo,
  order: { readonly number: string; readonly email: string; readonly outcome: 'refund' | 'store_credit' },
): Promise<void> {
  const visitor = visitorOf(demo.devStore.urls.storefront)
  const token = await visitor.find(order.number, order.email)
  const items = await visitor.send(`/apps/returns/order?t=${encodeURIComponent(token)}`)
  const fields = {
    t: token,
    'line.0.id': firstLineOf(items.text),
    'line.0.pick': '1',
    'line.0.quantity': '1',
    'line.0.reason': firstReasonOf(items.text),
    'line.0.note': 'It does not fit as I hoped.',
    outcome: order.outcome,
  }
  // A form sent sooner than anybody reads is refused as a robot's.
  await expect
    .poll(
      async () => (await visitor.post('submit', fields)).status,
      `a return of ${order.number} is asked for`,
    )
    .toBe(303)
}

/** As `look`, of the app inside Shopify's admin. */
export const lookInside = (page: Page, name: string): Promise<void> => look(page, name, '#app-frame iframe')

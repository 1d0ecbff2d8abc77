import type { Page } from '@playwright/test'

export type ShopperRequest = {
  readonly storefront: string
  readonly order: string
  readonly email: string
  readonly outcome: 'refund' | 'store_credit'
  readonly reason: string
  /** Called with a short name on every screen, for screenshots. */
  readonly onScreen: (name: string) => Promise<void>
}

/** What the shopper saw: the return's number, and the amount (a bare decimal) that the last screen before sending promised. */
export type ShopperResult = { readonly name: string; readonly promised: string; readonly statusUrl: string }

const outcomeLabels = { refund: /Refund to your payment method/, store_credit: /Store credit/ }
const totalLabels = { refund: 'You get back', store_credit: 'You get as credit' }

/** Goes through the storefront as a guest: order number and e-mail, first returnable item, outcome, send. */
export async function askForReturn(page: Page, request: ShopperRequest): Promise<ShopperResult> {
  await findOrderByNumber(page, request)
  return requestItems(page, request)
}

/** The first step on the page of the theme, with the number of the order and the e-mail address. */
export async function findOrderByNumber(
  page: Page,
  request: Pick<ShopperRequest, 'storefront' | 'order' | 'email' | 'onScreen'>,
): Promise<void> {
  await page.goto(`${request.storefront}/pages/returns`)
  await page.getByLabel('Order number').fill(request.order)
  await page.getByLabel('E-mail, postcode or phone').fill(request.email)
  await request.onScreen('find-order')
  await page.getByRole('button', { name: 'Find order' }).click()
}

/** From the items of an order on: first returnable item, outcome, send. */
export async function requestItems(
  page: Page,
  request: Pick<ShopperRequest, 'outcome' | 'reason' | 'onScreen'>,
): Promise<ShopperResult> {
  await page.getByRole('heading', { name: 'What would you like to return?' }).waitFor()
  await page.getByRole('checkbox').first().check()
  await page.getByLabel('Why do you return it?').first().selectOption({ label: request.reason })
  await request.onScreen('choose-items')
  await page.getByRole('button', { name: 'See what you get' }).click()

  await page.getByRole('heading', { name: 'Check and send' }).waitFor()
  const outcome = page.getByRole('radio', { name: outcomeLabels[request.outcome] })
  if ((await outcome.count()) > 0) await outcome.check()
  await request.onScreen('check-and-send')
  const promised = await promisedAmount(page, totalLabels[request.outcome])
  await page.getByRole('button', { name: 'Send return request' }).click()

  const title = page.getByText(/Return #\S+-R\d+/).first()
  await title.waitFor()
  await request.onScreen('status')
  const name = /#\S+-R\d+/.exec(await title.innerText())?.[0]
  if (name === undefined) throw new Error('The status page names no return')
  return { name, promised, statusUrl: page.url() }
}

/** The total of the receipt on the screen, `$42.50` → `42.50`. */
export async function promisedAmount(page: Page, label: string): Promise<string> {
  const row = page.locator('tfoot tr', { hasText: label }).first()
  return bareAmount(await row.getByRole('cell').last().innerText())
}

/** `$1,042.50` → `1042.50`. English screens only: the journey's browser is set to English. */
export function bareAmount(text: string): string {
  const amount = /\d[\d,]*(\.\d+)?/.exec(text)?.[0]
  if (amount === undefined) throw new Error(`No amount in "${text}"`)
  return amount.replaceAll(',', '')
}

import { askForReturn, promisedAmount, requestItems } from './shopper.ts'
import type { Screen, Stage } from './shopper-stage.ts'
import { gift } from './gift-way.ts'
import { must, paidAsPromised, type WayFacts } from './paid-as-promised.ts'
import { sameOutcome } from './same-outcome.ts'

export type Way = {
  readonly way: string
  readonly withoutScript?: boolean
  /** The handle of the shop where it plays. */
  readonly shop?: string
  /** Plays the way to its end. Throws with a sentence at the first step that does not give what it must. */
  readonly play: (stage: Stage) => Promise<object>
}

type Buyer = { readonly order: string; readonly email: string }

const reason = 'Changed my mind'

/** The ways of the shopper, each with an order of the seed for either screen. */
export const shopperWays: readonly Way[] = [
  {
    way: 'guest',
    play: (stage) =>
      asGuest(stage, {
        phone: { order: '#1001', email: 'alex@example.com' },
        desktop: { order: '#1032', email: 'priya@example.com' },
      }),
  },
  { way: 'signed-in', play: signedIn },
  {
    way: 'no-javascript',
    withoutScript: true,
    play: (stage) =>
      asGuest(stage, {
        phone: { order: '#1034', email: 'marcus@example.com' },
        desktop: { order: '#1031', email: 'marcus@example.com' },
      }),
  },
  { way: 'gift', play: gift },
  { way: 'withdrawal', shop: 'homeward-eu', play: withdraw },
  { way: 'denied-to-exception', play: deniedToException },
  { way: 'same-outcome', play: sameOutcome },
]

/** Order number and e-mail; a refund to the payment method on the phone, store credit on the desktop. */
async function asGuest(stage: Stage, buyers: Record<Screen, Buyer>): Promise<WayFacts> {
  const { order, email } = buyers[stage.screen]
  const asked = await askForReturn(stage.page, {
    storefront: stage.storefront,
    order,
    email,
    outcome: stage.screen === 'phone' ? 'refund' : 'store_credit',
    reason,
    onScreen: stage.shoot,
  })
  await confirmationTo(stage, { email, order })
  return { order, ...(await paidAsPromised(stage, asked)) }
}

/** The customer's account: her orders stand there, nothing is typed to find one. */
async function signedIn(stage: Stage): Promise<WayFacts> {
  const { page, storefront, shoot, screen } = stage
  const order = screen === 'phone' ? '#1033' : '#1027'
  await page.goto(`${storefront}/account/login?return_url=/pages/returns`)
  await page.getByRole('button', { name: /Alex Morgan/ }).click()
  await page.goto(`${storefront}/pages/returns`)
  await page.getByText('Choose the order you would like to return something from.').waitFor()
  await shoot('orders')
  await page.getByRole('link', { name: new RegExp(order) }).click()
  const asked = await requestItems(page, {
    outcome: screen === 'phone' ? 'store_credit' : 'refund',
    reason,
    onScreen: shoot,
  })
  await confirmationTo(stage, { email: 'alex@example.com', order })
  return { order, ...(await paidAsPromised(stage, asked)) }
}

/** Two steps without login and without a reason; the acknowledgement says what was declared and when; then the money. */
async function withdraw(stage: Stage): Promise<WayFacts> {
  const { page, storefront, shoot, screen } = stage
  const order = screen === 'phone' ? '#1001' : '#1002'
  const email = screen === 'phone' ? 'lena@example.com' : 'pierre@example.com'
  // From the first page of the shop on: the law wants the function easy to find.
  await page.goto(`${storefront}/?locale=en`)
  await shoot('footer')
  await page.getByRole('contentinfo').getByRole('link', { name: 'Withdraw from contract here' }).click()
  await page.getByRole('heading', { name: 'Withdraw from contract here' }).waitFor()
  await page.getByLabel('Your name').fill('Lena Fischer')
  await page.getByLabel('Order number').fill(order)
  await page.getByLabel('E-mail address').fill(email)
  await shoot('declare')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Confirm your withdrawal' }).waitFor()
  await shoot('confirm')
  await page.waitForTimeout(400)
  await page.getByRole('button', { name: 'Confirm withdrawal here' }).click()
  const received = page.getByText(/We received your withdrawal on .* Its number is C\d+/)
  await received.waitFor()
  await shoot('received')
  const number = /C\d+/.exec(await received.innerText())?.[0] ?? ''

  const [mail, confirmed] = await stage.mails(email, 2)
  const acknowledged = [mail, confirmed].find((one) => one?.text.includes(number) ?? false)
  for (const part of [number, order, 'Lena Fischer', /\d{1,2}:\d{2}/])
    must(
      acknowledged !== undefined && has(acknowledged.text, part),
      `the acknowledgement says ${String(part)}`,
    )
  const link = [mail, confirmed].flatMap(
    (one) => /https?:\/\/\S*\/status\/\S+/.exec(one?.text ?? '') ?? [],
  )[0]
  must(link !== undefined, 'a message leads to the status page of the return')
  await page.goto(link ?? '')
  const name = await nameOnPage(stage)
  await shoot('status')
  const promised = await promisedAmount(page, 'You get back')
  const facts = await paidAsPromised(stage, { name, promised, statusUrl: page.url() })
  return { order, case: number, ...facts }
}

/** A refusal says why; the exception gets a number, an acknowledgement and an answer. No money moves. */
async function deniedToException(stage: Stage): Promise<WayFacts> {
  const { page, storefront, shoot, screen, staff } = stage
  const buyer =
    screen === 'phone'
      ? { order: '#1016', email: 'alex@example.com' }
      : { order: '#1023', email: 'camille@example.com' }
  await page.goto(`${storefront}/pages/returns?locale=en`)
  await page.getByLabel('Order number').fill(buyer.order)
  await page.getByLabel('E-mail, postcode or phone').fill(buyer.email)
  await page.getByRole('button', { name: 'Find order' }).click()
  await page.getByText('Cannot be returned', { exact: true }).first().waitFor()
  await page
    .getByText(/return period ended|window ended/i)
    .first()
    .waitFor()
  await shoot('denied')
  await page.getByRole('link', { name: 'Ask for an exception' }).first().click()
  await page.getByLabel('Why should we take it back?').fill('I was in hospital when it came.')
  await shoot('ask')
  await page.getByRole('button', { name: 'Send request' }).click()
  const title = page.getByRole('heading', { name: /^Request C\d+/ })
  await title.waitFor()
  await shoot('received')
  const number = /C\d+/.exec(await title.innerText())?.[0] ?? ''
  const [mail] = await stage.mails(buyer.email, 1)
  must(mail?.text.includes(number) === true, 'the acknowledgement names the request')

  await staff.page.goto(`${stage.admin}/app/cases`)
  await staff.app.getByRole('link', { name: number }).click()
  await staff.app.getByLabel('Answer to the buyer').fill('We take it back this once.')
  await staff.onScreen('case')
  await staff.app.getByRole('button', { name: 'Send', exact: true }).click()
  await staff.app.getByText('Waits for the buyer').waitFor()
  await page.reload()
  await page.getByText('We take it back this once.').waitFor()
  await shoot('answered')
  const moved = await stage.moved('0.00')
  must(moved.amount === '0.00', `no money moves, and ${moved.amount} did`)
  return {
    order: buyer.order,
    case: number,
    promised: '0.00',
    said: '0.00',
    ledger: '0.00',
    currency: moved.currency,
  }
}

async function nameOnPage({ page }: Stage): Promise<string> {
  const title = page.getByRole('heading', { name: /^Return #\S+-R\d+/ }).first()
  await title.waitFor()
  return /#\S+-R\d+/.exec(await title.innerText())?.[0] ?? ''
}

/** The return's own name is in it only if Shopify was quick. */
async function confirmationTo(
  stage: Stage,
  { email, order }: { email: string; order: string },
): Promise<void> {
  const [mail] = await stage.mails(email, 1)
  must(mail?.text.includes(order) === true, `the confirmation names ${order}`)
}

const has = (text: string, part: string | RegExp) =>
  typeof part === 'string' ? text.includes(part) : part.test(text)

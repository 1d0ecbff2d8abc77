import { findOrderByNumber } from './shopper.ts'
import type { Screen, Stage } from './shopper-stage.ts'
import { approve, openReturn, receive } from './staff.ts'

/** Orders with goods of which another variant costs the same. */
const gifts: Record<Screen, { readonly order: string; readonly email: string; readonly title: string }> = {
  phone: { order: '#1022', email: 'alex@example.com', title: 'Merino Crewneck' },
  desktop: { order: '#1002', email: 'priya@example.com', title: 'Organic Cotton Tee' },
}
const recipient = 'nadia@example.com'
const address = 'Nadia Rossi\n4 Mill Lane\n10001 New York\nUnited States'

/**
 * Somebody buys, makes a code and gives it away; whoever was given the goods exchanges them for others that cost the same. No
 * page of hers shows a price or who paid, the buyer gets no message, and no money moves.
 */
export async function gift(stage: Stage): Promise<object> {
  const { page, shoot, screen, staff } = stage
  const { order, email, title } = gifts[screen]
  const slip = await codeFor(stage)
  const before = await stage.mails(email, 0)

  await page.goto(slip.address)
  await page.getByLabel('Gift code').fill(slip.code.toLowerCase())
  await shoot('type-code')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'What would you like to give back?' }).waitFor()
  await page.getByRole('checkbox').first().check()
  await page.getByLabel('Why do you return it?').first().selectOption({ label: 'Too small' })
  await shoot('choose')
  await saysNothingOfTheBuyer(stage, email)
  await page.getByRole('button', { name: 'See what you get' }).click()
  await page.getByRole('heading', { name: 'What would you like instead?' }).first().waitFor()
  await page.getByRole('combobox', { name: new RegExp(title) }).selectOption({ index: 1 })
  await page.getByLabel('Your e-mail address').fill(recipient)
  await page.getByLabel('Where shall we send it?').fill(address)
  await shoot('instead')
  await saysNothingOfTheBuyer(stage, email)
  await page.waitForTimeout(400)
  await page.getByRole('button', { name: 'Send the request' }).click()
  await page.getByText('We have your request').waitFor()
  await shoot('status')
  await saysNothingOfTheBuyer(stage, email)
  const status = page.url()

  const name = `${order}-R1`
  await openReturn(staff, stage.admin, name)
  await approve(staff)
  await receive(staff)
  await staff.app.getByRole('button', { name: 'Exchange', exact: true }).click()
  await staff.app.getByRole('dialog').getByRole('button', { name: 'Exchange', exact: true }).click()
  await staff.app
    .getByText(/^Exchanged for/)
    .first()
    .waitFor()
  await staff.onScreen('exchanged')
  await page.goto(status)
  await page
    .getByText(/We are sending you/)
    .first()
    .waitFor()
  await shoot('status-sent')
  await saysNothingOfTheBuyer(stage, email)

  const [after, hers, moved] = [
    await stage.mails(email, 0),
    await stage.mails(recipient, 1),
    await stage.moved('0.00'),
  ]
  if (after.length > before.length) throw new Error(`The buyer got a message: ${after.at(-1)?.subject ?? ''}`)
  if (moved.amount !== '0.00') throw new Error(`${moved.amount} moved for a gift`)
  return {
    order,
    return: name,
    promised: '0.00',
    said: '0.00',
    ledger: moved.amount,
    currency: moved.currency,
    mails: hers.length,
  }
}

/** The buyer finds the order, says what was given away and gets a code, with the address where it is typed. */
async function codeFor(stage: Stage): Promise<{ readonly code: string; readonly address: string }> {
  const { page, storefront, screen, shoot } = stage
  await findOrderByNumber(page, { storefront, ...gifts[screen], onScreen: shoot })
  await page.getByRole('heading', { name: 'What would you like to return?' }).waitFor()
  await page.getByRole('link', { name: 'Is this a gift?' }).click()
  await page.getByRole('heading', { name: 'This was a gift' }).waitFor()
  await page.getByRole('checkbox', { name: new RegExp(gifts[screen].title) }).check()
  await page.getByRole('button', { name: 'Make a code' }).click()
  const words = page.getByText(/^With this code you can exchange your gift at/)
  await words.waitFor()
  await shoot('code')
  const code = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(await page.locator('main').innerText())?.[0]
  const address = /https?:\/\/\S+/.exec(await words.innerText())?.[0]
  if (code === undefined || address === undefined) throw new Error('The slip lacks its code or its address')
  await page.context().clearCookies()
  return { code, address }
}

/** No price, and nothing of whoever paid, on what the recipient sees. */
async function saysNothingOfTheBuyer({ page, screen }: Stage, email: string): Promise<void> {
  const text = await page.locator('[data-portal-content]').innerText()
  const names = [email, email.split('@')[0] ?? email, gifts[screen].order, '$']
  const told = names.filter((word) => text.toLowerCase().includes(word))
  if (told.length > 0) throw new Error(`The recipient reads ${told.join(', ')} on ${page.url()}`)
}

import { bareAmount, findOrderByNumber } from './shopper.ts'
import { paidAsPromised, type WayFacts } from './paid-as-promised.ts'
import type { Screen, Stage } from './shopper-stage.ts'

const gifts: Record<Screen, { readonly order: string; readonly email: string; readonly title: string }> = {
  phone: { order: '#1022', email: 'alex@example.com', title: 'Merino Crewneck' },
  desktop: { order: '#1002', email: 'priya@example.com', title: 'Organic Cotton Tee' },
}
const recipient = 'marcus@example.com'

/**
 * Somebody buys, makes a code and gives the goods away; whoever was given them signs in, types the code and takes store credit.
 * She reads no order, no name and, until the credit is offered, no amount; the buyer gets no message.
 */
export async function gift(stage: Stage): Promise<WayFacts> {
  const { page, shoot, screen, storefront } = stage
  const { order, email } = gifts[screen]
  await offerCredit(stage)
  const slip = await codeFor(stage)
  const before = (await stage.mails(email, 0)).length

  await page.goto(`${storefront}/account/login?return_url=/`)
  await page.getByRole('button', { name: /Marcus Bell/ }).click()
  await page.goto(slip.address)
  await page.getByLabel('Gift code').fill(slip.code.toLowerCase())
  await shoot('type-code')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'What would you like to give back?' }).waitFor()
  await page.getByRole('checkbox').first().check()
  await page.getByLabel('Why do you return it?').first().selectOption({ label: 'Too small' })
  await shoot('choose')
  await saysNothingOf(stage, [email, order, '$'])
  await page.getByRole('button', { name: 'See what you get' }).click()
  const credit = page.getByRole('radio', { name: /^Store credit of/ })
  await credit.waitFor()
  await credit.check()
  await page.getByLabel('Your e-mail address').fill(recipient)
  await shoot('instead')
  await saysNothingOf(stage, [email, order])
  const promised = bareAmount(
    await page
      .getByText(/^Store credit of/)
      .first()
      .innerText(),
  )
  await page.waitForTimeout(400)
  await page.getByRole('button', { name: 'Send the request' }).click()
  await page
    .getByRole('heading', { name: /Return G-/ })
    .first()
    .waitFor()
  await shoot('status')
  await saysNothingOf(stage, [email, order])

  // Shopify names the return once it is approved; until then it goes by its order.
  const asked = { name: order, promised, statusUrl: page.url() }
  const facts = await paidAsPromised(stage, asked)
  await saysNothingOf(stage, [email, order])
  await stage.mails(recipient, 1)
  const after = await stage.mails(email, 0)
  if (after.length > before) throw new Error(`The buyer got a message: ${after.at(-1)?.subject ?? ''}`)
  return { order, ...facts }
}

/** The merchant lets gifts come back for credit, too. */
async function offerCredit({ staff, admin }: Stage): Promise<void> {
  await staff.page.goto(`${admin}/app/settings/guests`)
  const choice = staff.app.getByRole('radio', { name: /or store credit/ })
  await choice.waitFor()
  if (await choice.isChecked()) return
  // Polaris lays its own picture over the control.
  await staff.app.getByText(/or store credit/).click()
  if (!(await choice.isChecked())) throw new Error('The choice of credit for gifts does not take')
  await staff.onScreen('gift-settings')
  await staff.page.getByRole('button', { name: 'Save' }).click()
  await staff.page.getByText('Settings saved').waitFor()
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
  return { code, address }
}

/** None of these words stands on what the recipient sees. */
async function saysNothingOf({ page }: Stage, words: readonly string[]): Promise<void> {
  const text = (await page.locator('[data-portal-content]').innerText()).toLowerCase()
  const told = words.filter((word) => text.includes(word.toLowerCase()))
  if (told.length > 0) throw new Error(`The recipient reads ${told.join(', ')} on ${page.url()}`)
}

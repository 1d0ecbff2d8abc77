import type { Demo } from '../../scripts/demo/start-demo.ts'
import { userAgent } from './browser.ts'
import { expect, test } from './fixtures.ts'
import { look, lookWithoutScript } from './look.ts'
import { findOrderIn } from './portal-visitor.ts'

test.setTimeout(120_000)

const buyer = 'alex@example.com'

/** The codes that the buyer was mailed so far, oldest first. */
const codesIn = (demo: Demo): readonly string[] =>
  demo.devStore.engine.state.logs.mailbox
    .filter(({ to }) => to === buyer)
    .flatMap(({ text }) => /^(\d{6}):$/m.exec(text)?.[1] ?? [])

/** The code that came after so many. */
async function nextCode(demo: Demo, before: number): Promise<string> {
  await expect.poll(() => codesIn(demo).length).toBeGreaterThan(before)
  return codesIn(demo).at(-1) ?? ''
}

/** Another code than this one. */
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('a postcode is not enough: the code comes by mail, a wrong one is refused in place, the right one opens the order', async ({
  demo,
  page,
}) => {
  const before = codesIn(demo).length
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1001', proof: '10014' })
  await expect(page.getByRole('heading', { name: 'Type the code from our e-mail' })).toBeFocused()
  await look(page, 'portal-code')
  await page.getByRole('button', { name: 'Open the order' }).click()
  await expect(page.getByText('Type the 6 digits of the code.')).toBeVisible()

  const code = await nextCode(demo, before)
  const field = page.getByLabel('Code', { exact: true })
  await field.fill(wrong(code))
  await field.press('Enter')
  await expect(page.getByText('That is not the code. You have 4 tries left.')).toBeVisible()
  await expect(field).toBeFocused()
  await look(page, 'portal-code-wrong')
  await page.getByRole('button', { name: 'Send a new code' }).click()
  await expect(page.getByText(/^We have just sent one\. Wait a minute/)).toBeVisible()
  await look(page, 'portal-code-wait')
  await field.fill(code)
  await page.getByRole('button', { name: 'Open the order' }).click()
  await expect(page.getByRole('heading', { name: 'What would you like to return?' })).toBeFocused()
})

test('the same without JavaScript, on a small phone', async ({ demo, chrome }) => {
  const before = codesIn(demo).length
  const viewport = { width: 320, height: 700 }
  const context = await chrome.newContext({ javaScriptEnabled: false, userAgent, viewport, locale: 'en-US' })
  const page = await context.newPage()
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1001', proof: '10014' })
  await expect(page.getByRole('heading', { name: 'Type the code from our e-mail' })).toBeVisible()
  const code = await nextCode(demo, before)
  await page.getByLabel('Code', { exact: true }).fill(wrong(code))
  await page.getByRole('button', { name: 'Open the order' }).click()
  await expect(page.getByText(/^That is not the code/)).toBeVisible()
  await lookWithoutScript(page, 'plain-code-wrong')
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Open the order' }).click()
  await expect(page.getByRole('heading', { name: 'What would you like to return?' })).toBeVisible()
  await context.close()
})

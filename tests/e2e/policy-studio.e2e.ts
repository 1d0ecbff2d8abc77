import type { FrameLocator, Page } from '@playwright/test'
import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(300_000)

const saved = (app: FrameLocator) => expect(app.getByText(/^Saved at /)).toBeVisible()

async function publish(page: Page, app: FrameLocator): Promise<string> {
  await page.getByRole('button', { name: 'Publish' }).click()
  const button = app.getByRole('dialog').getByRole('button', { name: /^Publish version \d+$/ })
  const number = /\d+/.exec((await button.textContent()) ?? '')?.[0] ?? ''
  await button.click()
  await expect(app.getByRole('heading', { name: `Version ${number} (in force)` })).toBeVisible()
  return number
}

test('draft, check, try, publish: an old order is still judged by the old version', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Mugs stay')
  await app.getByLabel('Condition', { exact: true }).selectOption({ label: 'Quantity sent' })
  await app.getByLabel('Number', { exact: true }).fill('1')
  await saved(app)
  await lookInside(page, 'admin-policy-studio')

  await app.getByRole('link', { name: 'Try an order' }).click()
  await app.getByLabel('Order number').fill('1006')
  await app.getByRole('button', { name: 'Search' }).click()
  await lookInside(page, 'admin-policy-try-orders')
  await app.getByRole('link', { name: 'Try #1006' }).click()
  await expect(app.getByText(/^The draft decides .* otherwise/)).toBeVisible()
  await expect(
    app.getByText(/^This order was placed while version 1 was in force|^Order #1006/).first(),
  ).toBeVisible()
  await app
    .getByRole('button', { name: /^Full trace of Draft/ })
    .first()
    .click()
  await expect(app.getByText('Mugs stay: applies').first()).toBeVisible()
  await lookInside(page, 'admin-policy-try')
  await app.getByRole('button', { name: 'Keep the draft’s result' }).click()
  await expect(app.getByText('Kept. It stands under Examples on the policy page.')).toBeVisible()

  await page.getByRole('button', { name: 'Policy', exact: true }).first().click()
  await expect(app.getByText('As expected')).toBeVisible()
  await page.getByRole('button', { name: 'Publish' }).click()
  await lookInside(page, 'admin-policy-publish')
  await app.getByRole('dialog').getByRole('button', { name: 'Not now' }).click()
  const number = await publish(page, app)

  // The order was placed before: the version of its day judges it.
  const address = `/app/policy/try?against=own&q=1006`
  const again = await openApp(page, demo, address)
  await again.getByRole('link', { name: 'Try #1006' }).click()
  await expect(again.getByRole('heading', { name: /^As it is judged: version 1$/ }).first()).toBeVisible()
  expect(number).not.toBe('1')

  const policy = await openApp(page, demo, '/app/policy')
  await hydrated(policy)
  await policy.getByRole('button', { name: 'Remove the example #1006' }).click()
  await expect(policy.getByText('As expected')).toBeHidden()
})

test('an older version is published anew', async ({ demo, page }) => {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('For a day')
  await app.getByLabel('With').fill('for-a-day')
  await saved(app)
  const number = Number(await publish(page, app))
  await app.getByRole('link', { name: 'All versions', exact: true }).click()
  await expect(app.getByRole('heading', { name: `Version ${number}`, exact: true })).toBeVisible()
  await app.getByRole('button', { name: `Back to version ${number - 1}` }).click()
  await app.getByLabel('Why').fill('One day was enough')
  await lookInside(page, 'admin-policy-back')
  await app
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish as version/ })
    .click()
  await expect(app.getByText(`Version ${number - 1} published anew.`)).toBeVisible()
  await expect(app.getByText('“One day was enough”')).toBeVisible()
  await lookInside(page, 'admin-policy-history')
})

test('rules are moved by keys, copied, switched off and brought back by undo; everything is saved by itself', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  await app.getByRole('button', { name: 'Start from a template' }).click()
  await lookInside(page, 'admin-policy-templates')
  await app.getByRole('dialog').getByRole('button', { name: 'Use Fashion' }).click()
  await saved(app)
  await expect(app.getByRole('heading', { name: '1. Underwear and swimwear' })).toBeVisible()

  const handle = app.getByRole('button', { name: /^Place of Underwear and swimwear/ })
  await handle.focus()
  await page.keyboard.press('ArrowDown')
  await expect(app.getByRole('heading', { name: '2. Underwear and swimwear' })).toBeVisible()
  await expect(app.getByText('Underwear and swimwear is now rule 2 of 5.')).toBeAttached()
  await expect(handle).toBeFocused()
  await app.getByRole('button', { name: 'Move Underwear and swimwear up' }).press('Enter')
  await expect(app.getByRole('heading', { name: '1. Underwear and swimwear' })).toBeVisible()

  const drag = await app.getByRole('button', { name: /^Place of Final sale/ }).boundingBox()
  const target = await app.getByRole('heading', { name: /^1\. Underwear/ }).boundingBox()
  if (drag === null || target === null) throw new Error('The rules are not in sight')
  await page.mouse.move(drag.x + drag.width / 2, drag.y + drag.height / 2)
  await page.mouse.down()
  await page.mouse.move(target.x + 20, target.y + 20, { steps: 6 })
  await page.mouse.move(target.x + 20, target.y + 4, { steps: 3 })
  await page.mouse.up()
  await expect(app.getByRole('heading', { name: '1. Final sale' })).toBeVisible()

  await app.getByRole('button', { name: 'Duplicate Final sale' }).click()
  await expect(app.getByRole('heading', { name: '2. Final sale (copy)' })).toBeVisible()
  await expect(app.getByText('“Final sale (copy)” never decides anything.')).toBeVisible()
  await app.getByRole('button', { name: 'Switch off: Final sale (copy)' }).click()
  await lookInside(page, 'admin-policy-rules')
  for (let step = 0; step < 3; step++) await app.getByRole('button', { name: 'Undo' }).click()
  await expect(app.getByRole('heading', { name: '1. Underwear and swimwear' })).toBeVisible()
  await app.getByRole('button', { name: 'Redo' }).click()
  await expect(app.getByRole('heading', { name: '1. Final sale' })).toBeVisible()
  await saved(app)

  await page.reload()
  await expect(app.getByRole('heading', { name: '1. Final sale' })).toBeVisible()
  await app.getByRole('button', { name: 'Discard draft' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click()
  await expect(app.getByRole('heading', { name: 'No draft' })).toBeVisible()
})

test('a version for later waits, and is taken back; a second person is asked', async ({ demo, page }) => {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('From next year')
  await app.getByLabel('With').fill('next-year')
  await saved(app)
  await page.getByRole('button', { name: 'Publish' }).click()
  // The input itself lies below its drawn circle.
  await app.getByText('Later', { exact: true }).click()
  await app.getByLabel('Day', { exact: true }).fill('2027-01-01')
  await lookInside(page, 'admin-policy-later')
  await app
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish version/ })
    .click()
  await expect(app.getByText(/takes over on Jan 1, 2027/).first()).toBeVisible()
  await app.getByRole('link', { name: 'All versions', exact: true }).click()
  await app.getByRole('button', { name: /^Take back version/ }).click()
  await expect(app.getByText(/it never judged an order/)).toBeVisible()

  const policy = await openApp(page, demo, '/app/policy')
  await hydrated(policy)
  await policy.getByLabel('Publishing needs a second person').check()
  await policy.getByRole('button', { name: 'Add rule' }).click()
  await policy.getByLabel('Name', { exact: true }).fill('Two people')
  await policy.getByLabel('With').fill('two-people')
  await saved(policy)
  await page.getByRole('button', { name: 'Publish' }).click()
  await policy.getByRole('dialog').getByRole('button', { name: 'Ask a second person' }).click()
  await expect(policy.getByRole('heading', { name: 'Waits for a second person' })).toBeVisible()
  await lookInside(page, 'admin-policy-waiting')
  await policy.getByRole('button', { name: 'Take it back' }).click()
  await expect(policy.getByRole('heading', { name: 'Waits for a second person' })).toBeHidden()
  await policy.getByLabel('Publishing needs a second person').uncheck()
  await policy.getByRole('button', { name: 'Discard draft' }).click()
  await policy.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click()
  await expect(policy.getByRole('heading', { name: 'No draft' })).toBeVisible()
})

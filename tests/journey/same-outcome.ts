import type { FrameLocator, Locator, Page } from '@playwright/test'
import type { Screen, Stage } from './shopper-stage.ts'
import { findOrderByNumber, requestItems } from './shopper.ts'
import { openReturn } from './staff.ts'

type Line = {
  readonly title: string
  readonly verdict: 'denied' | 'open'
  readonly says: string
  readonly until: string
}

/** Two orders with items of both kinds: one that can be returned, one on final sale. */
const orders: Record<Screen, { readonly order: string; readonly email: string }> = {
  phone: { order: '#1010', email: 'marcus@example.com' },
  desktop: { order: '#1005', email: 'fatima@example.com' },
}

/**
 * One order before the shopper and before the staff: line by line the same verdict, the same reason and the same last day; and
 * the trace that the staff's trial of the order shows is, word for word, the one that the shopper's request was decided by.
 */
export async function sameOutcome(stage: Stage): Promise<object> {
  const { page, staff, shoot, screen } = stage
  const { order, email } = orders[screen]
  await findOrderByNumber(page, { ...stage, order, email, onScreen: shoot })
  await page.getByRole('heading', { name: 'What would you like to return?' }).waitFor()
  await shoot('items')
  const shopper = await linesOfShopper(page)

  const words = new URLSearchParams({
    order: idOf(stage, order),
    against: 'own',
    reason: 'changed-my-mind',
    outcome: 'refund',
  })
  await staff.page.goto(`${stage.admin}/app/policy/try?${words.toString()}`)
  await staff.app.getByRole('heading', { name: `Order ${order}` }).waitFor()
  const admin = await linesOfStaff(staff.app, shopper)
  const [seen, shown] = [JSON.stringify(shopper), JSON.stringify(admin)]
  if (seen !== shown) throw new Error(`The shopper sees ${seen}, the staff ${shown}`)
  const chosen = shopper.find(({ verdict }) => verdict === 'open')?.title ?? ''
  const tried = await traceBehind(
    staff.app,
    staff.app.getByRole('button', { name: new RegExp(`^Full trace .* for ${chosen}$`) }),
  )
  await staff.onScreen('tried')

  const { name } = await requestItems(page, {
    outcome: 'refund',
    reason: 'Changed my mind',
    onScreen: shoot,
  })
  await openReturn(staff, stage.admin, name)
  const decided = await traceBehind(
    staff.app,
    staff.app.getByRole('button', { name: `Why was ${chosen} decided this way?` }),
  )
  await staff.onScreen('decided')
  if (tried !== decided)
    throw new Error(`The trial's trace is not the request's:\n${tried}\n— and —\n${decided}`)
  return { order, return: name, lines: shopper.length, traceLines: tried.split('\n').length }
}

function idOf({ demo }: Stage, order: string): string {
  const [shop] = demo.devStore.shops
  const found = Object.values(demo.devStore.engine.state.tables.orders).find(
    (one) => one.shop === shop?.domain && one.name === order,
  )
  if (found === undefined) throw new Error(`The seed has no ${order}`)
  return found.id.split('/').at(-1) ?? ''
}

async function linesOfShopper(page: Page): Promise<readonly Line[]> {
  const lines: Line[] = []
  for (const line of await page.locator('.returns-portal__line').all()) {
    const isDenied = (await line.getByText('Cannot be returned', { exact: true }).count()) > 0
    const title = await line.locator('.returns-portal__line-title').first().innerText()
    const reasons = isDenied
      ? await line.locator('.returns-portal__why > p:not([class]):not(:has(a, button))').allInnerTexts()
      : []
    const until = isDenied ? '' : await line.getByText(/^Return until/).innerText()
    lines.push({
      title,
      verdict: isDenied ? 'denied' : 'open',
      says: reasons.map(reasonIn).join(' '),
      until: until.replace(/^Return until |, end of day$/g, ''),
    })
  }
  return lines
}

/** The policy's own words: what stands before them is said to a shopper otherwise than to staff. */
function reasonIn(sentence: string): string {
  return sentence.replace(/^[^:]*: /, '').replace(/\.$/, '')
}

/** The same lines as the staff's trial of the order shows them. */
async function linesOfStaff(app: FrameLocator, wanted: readonly Line[]): Promise<readonly Line[]> {
  const lines: Line[] = []
  for (const { title } of wanted) {
    const card = app
      .locator('.Polaris-ShadowBevel')
      .filter({ has: app.getByRole('heading', { name: title, level: 3 }) })
      .last()
    const isDenied = (await card.getByText('Cannot be returned', { exact: true }).count()) > 0
    await card.getByRole('button', { name: `Terms for ${title}` }).click()
    const text = await card.innerText()
    const because = (await card.locator('p').allInnerTexts()).slice(1).find((one) => one.length > 25)
    lines.push({
      title,
      verdict: isDenied ? 'denied' : 'open',
      says: isDenied ? reasonIn(because ?? '') : '',
      until: isDenied ? '' : (/Last day: (.*)/.exec(text)?.[1] ?? ''),
    })
  }
  return lines
}

/** Opens an explanation and reads it, without the heading that names the policy differently on the two pages. */
async function traceBehind(app: FrameLocator, button: Locator): Promise<string> {
  await button.click()
  const region = app.locator(`[id="${(await button.getAttribute('aria-controls')) ?? ''}"]`)
  await region.getByText('Rules, in their order').waitFor()
  const text = await region.innerText()
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:Terms of |Full trace)/.test(line))
    .join('\n')
}

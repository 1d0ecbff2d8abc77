import { bareAmount, type ShopperResult } from './shopper.ts'
import type { Stage } from './shopper-stage.ts'
import { approve, openReturn, pay, receive } from './staff.ts'

/** What a way came to: names and amounts as the shopper read them, and as the shop's ledger holds them. */
export type WayFacts = {
  readonly order: string
  readonly return?: string
  readonly case?: string
  readonly promised: string
  /** What the shopper's status page calls paid. */
  readonly said: string
  readonly ledger: string
  readonly currency: string
}

/** Staff approves, receives and pays; then receipt, status page and ledger must name one amount. */
export async function paidAsPromised(
  stage: Stage,
  { name, promised, statusUrl }: ShopperResult,
): Promise<Omit<WayFacts, 'order'>> {
  const { staff, page, shoot } = stage
  await openReturn(staff, stage.admin, name)
  const receiving = staff.app.getByRole('button', { name: 'Mark received' })
  const deciding = staff.app.getByRole('button', { name: 'Approve', exact: true })
  await receiving.or(deciding).first().waitFor()
  // The law decides a withdrawal, people the rest.
  if (await deciding.isVisible()) await approve(staff)
  await page.goto(statusUrl)
  await page.getByText('What happened').waitFor()
  await shoot('status-approved')
  await receive(staff)
  await pay(staff)
  const moved = await stage.moved(promised)
  const said = await settledOn(stage, statusUrl)
  await shoot('status-paid')
  must(moved.amount === promised, `${promised} was promised, and ${moved.amount} moved`)
  must(said === promised, `${promised} was promised, and the status page says that ${said} was paid`)
  const title = await staff.app
    .getByRole('heading', { name: /#\S+-R\d+/ })
    .first()
    .innerText()
  return {
    return: /#\S+-R\d+/.exec(title)?.[0] ?? name,
    promised,
    said,
    ledger: moved.amount,
    currency: moved.currency,
  }
}

/** What the status page calls paid, all movements together. */
async function settledOn({ page }: Stage, statusUrl: string): Promise<string> {
  const settled = page.locator('[data-portal-moved=settled]')
  for (let look = 0; look < 20; look += 1) {
    await page.goto(statusUrl)
    const open = await page.locator('[data-portal-moved]:not([data-portal-moved=settled])').count()
    if (open === 0 && (await settled.count()) > 0) break
    await page.waitForTimeout(500)
  }
  const amounts = await settled.allInnerTexts()
  return amounts.reduce((sum, text) => sum + Number(bareAmount(text)), 0).toFixed(2)
}

/** Throws the sentence that does not hold. */
export function must(isSo: boolean, sentence: string): void {
  if (!isSo) throw new Error(`It does not hold that ${sentence}`)
}

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { csvRow } from '../../app/domain/ledger/csv.ts'
import { type InvoiceRow, matchPastReturns } from '../../app/domain/replay/match-past-returns.ts'
import { returnColumns } from '../../app/domain/replay/past-returns-file.ts'
import { RETAIL_SHOP } from '../../dev-store/orders-csv/retail-shop.ts'
import { OWNER_ID } from '../../dev-store/server/oauth.ts'
import { signSessionToken } from '../../dev-store/server/session-token.ts'
import type { DevStore } from '../../dev-store/start.ts'
import { demoCredentials } from './app-process.ts'

/** What replays take a row of a CSV file of past returns for. */
type Row = InvoiceRow & { readonly orderName: string }

/**
 * Hands the past returns of a loaded orders file to the app, as a merchant would on the replay page: the file's own shop keeps them in
 * no return of Shopify's. Each is told with the order that it answers (`matchPastReturns`). Answers what the app said.
 */
export async function importPastReturns(devStore: DevStore): Promise<string> {
  const token = signSessionToken({
    ...demoCredentials,
    shop: RETAIL_SHOP,
    userId: OWNER_ID,
    now: devStore.engine.clock.now(),
    jti: randomUUID(),
    sid: 'demo',
  })
  const response = await fetch(`${devStore.urls.appUrl}/app/policy/past-returns`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      // Shopify's library answers 410 to what it takes for a robot.
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0',
    },
    body: JSON.stringify({ intent: 'import', text: pastReturnsCsv(devStore) }),
    signal: AbortSignal.timeout(60_000),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`Past returns: HTTP ${response.status}: ${text.slice(0, 300)}`)
  return z.object({ message: z.string() }).parse(JSON.parse(text)).message
}

/** The past returns of the file's shop as the app's own kind of CSV; those that answer no order are left out. */
function pastReturnsCsv({ engine }: DevStore): string {
  const purchases: Row[] = []
  for (const order of Object.values(engine.state.tables.orders)) {
    if (order.shop !== RETAIL_SHOP) continue
    const customerId = order.customerId === null ? null : (order.email?.split('@')[0] ?? null)
    for (const { sku, quantity } of order.lineItems)
      purchases.push({
        line: purchases.length,
        customerId,
        stockCode: sku ?? '',
        quantity,
        invoicedAt: order.createdAt,
        orderName: order.name,
      })
  }
  const returned = engine.state.logs.pastReturns.flatMap(({ customerId, date, lines }) =>
    lines.map(({ sku, quantity }, line): Row => ({
      line,
      customerId,
      stockCode: sku,
      quantity,
      invoicedAt: date,
      orderName: '',
    })),
  )
  const rows = matchPastReturns(purchases, returned).flatMap(({ returned: back, quantity, purchase }) =>
    purchase === null
      ? []
      : csvRow([
          // A name begins with a sign that spreadsheets leave alone.
          { text: purchase.orderName },
          { text: back.stockCode },
          { number: String(quantity) },
          { text: back.invoicedAt },
        ]),
  )
  return `${returnColumns.slice(0, 4).join(',')}\r\n${rows.join('')}`
}

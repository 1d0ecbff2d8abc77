import { sayBlocked } from '#app/components/role-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { type ComplianceRecord, listComplianceRequests } from '#app/db/compliance-request.server.ts'
import { dayOf, formatDay } from '#app/domain/dates.ts'

/** The most requests that the page shows; the latest. */
const shown = 100

/** A request as a row: what was asked, when, and what came of it. */
export type PrivacyRow = {
  readonly id: string
  readonly what: string
  readonly received: string
  readonly state: string
  /** Of a request for data that nobody answered yet: by when. */
  readonly due: string | null
}

export type PrivacyPage = { readonly rows: readonly PrivacyRow[]; readonly blocked: string | null }

/** Reads the requests of privacy law for the page of staff. */
export async function readPrivacyPage(ctx: ShopContext): Promise<PrivacyPage> {
  const requests = await withShop(ctx.shop, (tx) => listComplianceRequests(tx, ctx.shop, shown))
  const day = (instant: string) => formatDay(dayOf(instant, ctx.settings.timeZone), 'en')
  return {
    rows: requests.map((request) => ({
      id: request.id,
      what: words[request.topic],
      received: day(request.receivedAt),
      state: sayState(request, day),
      due: request.topic === 'customers/data_request' && request.doneAt === null ? day(request.dueAt) : null,
    })),
    blocked: sayBlocked(ctx.role, 'privacy.answer'),
  }
}

const words = {
  'customers/data_request': 'A buyer wants their data',
  'customers/redact': 'A buyer’s data is to be erased',
  'shop/redact': 'This store’s data is to be erased',
} as const

function sayState(request: ComplianceRecord, day: (instant: string) => string): string {
  const { doneAt, result, topic } = request
  if (doneAt === null) return topic === 'customers/data_request' ? 'Waits for you' : 'Being erased'
  if (result?.because === 'nothing_known') return `Nothing is known of them (${day(doneAt)})`
  if (result?.because === 'installed_again') return `Nothing erased: the store has the app (${day(doneAt)})`
  if (topic === 'customers/data_request') return `Handed over on ${day(doneAt)}`
  const { returns = 0, cases = 0, messages = 0, photos = 0 } = result?.rows ?? {}
  return `Erased on ${day(doneAt)}: ${returns} returns, ${cases} cases, ${messages} messages, ${photos} photos`
}

import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countCases } from '#app/db/case.server.ts'
import { countDataRequests } from '#app/db/compliance-request.server.ts'
import { sumSettled } from '#app/db/money-intent.server.ts'
import { listPolicyVersions } from '#app/db/policy.server.ts'
import { listUnreconciled } from '#app/db/reconciliation.server.ts'
import { countRequested, countReturnViews, listReturnsByView } from '#app/db/return-list.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import type { Liability } from '#app/domain/ledger/liability.ts'
import { unexplained } from '#app/domain/ledger/unexplained.ts'
import { formatMoney, type Money } from '#app/domain/money.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { returnRow, type ReturnRow } from '#app/components/return-row.ts'
import { readLiability } from '#app/use-cases/read-liability.server.ts'

const thirtyDays = 30 * 24 * 3600

/** What the home page shows: what waits, and the last 30 days in a few figures. */
export type HomeFigures = {
  readonly waiting: {
    readonly inReview: number
    readonly onTheWay: number
    readonly toPay: number
    readonly needsYou: number
    /** Withdrawals, complaints and answers that staff has to look at. */
    readonly cases: number
    /** Buyers who want their data. */
    readonly dataRequests: number
  }
  readonly isEmpty: boolean
  readonly rows: readonly ReturnRow[]
  readonly figures: readonly { readonly label: string; readonly value: string }[]
  /** What is owed to buyers now, one amount per currency, and what nobody can explain; null where all is explained. */
  readonly money: { readonly owed: string; readonly returns: number; readonly unexplained: string | null }
  readonly isPolicyPublished: boolean
}

/** Reads the home page's figures. */
export async function readHomeFigures(ctx: ShopContext): Promise<HomeFigures> {
  const now = ctx.now()
  const since = addSeconds(now, -thirtyDays)
  const filter = {
    view: 'needs_you',
    search: '',
    outcome: null,
    sort: 'oldest',
    page: 1,
    pageSize: 6,
  } as const
  const read = await withShop(ctx.shop, async (tx) => ({
    counts: await countReturnViews(tx, ctx.shop),
    cases: await countCases(tx, ctx.shop),
    dataRequests: await countDataRequests(tx, ctx.shop),
    waiting: await listReturnsByView(tx, ctx.shop, filter),
    requested: await countRequested(tx, ctx.shop, since),
    settled: await sumSettled(tx, ctx.shop, since),
    versions: await listPolicyVersions(tx, ctx.shop),
    different: await listUnreconciled(tx, ctx.shop, 50),
  }))
  const { liabilities } = await readLiability(ctx)
  const { counts, requested, settled } = read
  const translator = translatorFor('en', ctx.settings.timeZone)
  const share =
    requested.returns === 0 ? '–' : `${Math.round((requested.keptReturns / requested.returns) * 100)} %`
  return {
    waiting: {
      inReview: counts.in_review,
      onTheWay: counts.on_the_way,
      toPay: counts.to_pay,
      needsYou: counts.needs_you,
      cases: read.cases.open,
      dataRequests: read.dataRequests,
    },
    isEmpty: counts.all === 0,
    rows: read.waiting.returns.map((record) => returnRow(record, { now, translator })),
    figures: [
      { label: 'Returns requested', value: String(requested.returns) },
      { label: 'Items', value: String(requested.units) },
      {
        label: 'Refunded',
        value: sums(
          settled.filter(({ method, purpose }) => purpose === 'refund' && method === 'original_payment'),
        ),
      },
      { label: 'Store credit', value: sums(settled.filter(({ method }) => method === 'store_credit')) },
      { label: 'Asked for store credit', value: share },
    ],
    money: moneyOf(liabilities, unexplained(read.different.flatMap((order) => order.differences))),
    isPolicyPublished: read.versions.some(({ author }) => author.kind === 'staff'),
  }
}

function moneyOf(liabilities: readonly Liability[], differences: readonly Money[]): HomeFigures['money'] {
  const due = liabilities.map((one) => one.due).filter(({ minor }) => minor > 0)
  const written = (amounts: readonly Money[]) =>
    amounts.map((amount) => formatMoney(amount, 'en')).join(' · ')
  return {
    owed: due.length === 0 ? 'Nothing' : written(due),
    returns: liabilities.reduce((count, one) => count + one.returns, 0),
    unexplained: differences.length === 0 ? null : written(differences),
  }
}

/** One sum per currency: amounts in two currencies are never added. */
function sums(settled: readonly { readonly amount: Money }[]): string {
  const byCurrency = new Map<string, number>()
  for (const { amount } of settled)
    byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0) + amount.minor)
  const texts = [...byCurrency].map(([currency, minor]) => formatMoney({ minor, currency }, 'en'))
  return texts.length === 0 ? '–' : texts.join(' · ')
}

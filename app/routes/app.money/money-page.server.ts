import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listLatestEntries } from '#app/db/ledger.server.ts'
import { listOpenIntents } from '#app/db/open-money.server.ts'
import {
  countReconciled,
  getMoneyCheck,
  listUnreconciled,
  type MoneyCheckRecord,
  type Reconciliation,
} from '#app/db/reconciliation.server.ts'
import { listReturnNames } from '#app/db/return-list.server.ts'
import { addSeconds, dayOf, formatAgo, formatInstant } from '#app/domain/dates.ts'
import type { EntryKind, LedgerEntry } from '#app/domain/ledger/entry.ts'
import {
  ageBands,
  owedKinds,
  type AgeBand,
  type Liability,
  type OwedKind,
} from '#app/domain/ledger/liability.ts'
import { unexplained } from '#app/domain/ledger/unexplained.ts'
import { formatMoney, isPositive, isZero } from '#app/domain/money.ts'
import { mayDo } from '#app/domain/roles.ts'
import { readLiability } from '#app/use-cases/read-liability.server.ts'
import { differenceWords } from './difference-words.ts'
import { kindsShown, pageSize, type LedgerAddress } from './ledger-address.ts'

const shownDifferences = 50
const locale = 'en'

export type StatusView = {
  readonly isClear: boolean
  readonly headline: string
  readonly lines: readonly string[]
  readonly problem: string | null
  readonly waits: string | null
}

export type DifferenceView = {
  readonly key: string
  readonly orderGid: string
  readonly orderName: string
  readonly orderUrl: string
  readonly returnUrl: string | null
  readonly title: string
  readonly what: string
  readonly todo: string
  readonly inLedger: string
  readonly inShopify: string
  readonly amount: { readonly minor: number; readonly currency: string }
  readonly amountText: string
  readonly since: string
}

export type LiabilityView = {
  readonly currency: string
  readonly due: string
  readonly returns: number
  readonly ages: readonly { readonly label: string; readonly amount: string; readonly isZero: boolean }[]
  readonly parts: readonly { readonly label: string; readonly amount: string }[]
}

export type EntryView = {
  readonly sequence: number
  readonly at: string
  readonly kind: EntryKind
  readonly kindLabel: string
  readonly what: string
  readonly amount: string
  readonly returnUrl: string | null
  readonly title: string
  readonly by: string
}

const ageWords: Readonly<Record<AgeBand, string>> = {
  week: 'Up to 7 days',
  month: '7 to 30 days',
  two_months: '30 to 60 days',
  older: 'Over 60 days',
}
const kindWords: Readonly<Record<OwedKind, string>> = {
  owed: 'Waiting to be paid',
  in_flight: 'Sent, not confirmed yet',
  failed: 'Failed at the payment provider',
  expected: 'Expected when parcels arrive (not due)',
}
const entryWords: Readonly<Record<EntryKind, string>> = {
  reserved: 'Reserved',
  done: 'Paid',
  released: 'Released',
  failed: 'Failed',
  external: 'Paid in Shopify',
  adjusted: 'Corrected',
}
const purposeWords: Readonly<Record<string, string>> = {
  refund: 'Refund',
  bonus_credit: 'Bonus',
  gift_credit: 'Gift',
  order_refund: 'Refund of the order',
}
const methodWords: Readonly<Record<string, string>> = {
  original_payment: 'to the original payment',
  store_credit: 'as store credit',
  outside: 'made in Shopify',
}

/** Everything that the Money page shows, written already. */
export async function readMoneyPage(ctx: ShopContext, address: LedgerAddress) {
  const now = ctx.now()
  const read = await withShop(ctx.shop, async (tx) => {
    const filter = { from: null, before: null, kinds: kindsShown[address.show] }
    const list = await listLatestEntries(tx, ctx.shop, { ...filter, page: address.page, pageSize })
    const ids = list.entries.flatMap(({ returnId }) => (returnId === null ? [] : [returnId]))
    return {
      list,
      names: await listReturnNames(tx, ctx.shop, ids),
      check: await getMoneyCheck(tx, ctx.shop),
      counts: await countReconciled(tx, ctx.shop, addSeconds(now, -60 * 86_400)),
      different: await listUnreconciled(tx, ctx.shop, shownDifferences),
      open: await listOpenIntents(tx, ctx.shop, 200),
    }
  })
  const { liabilities } = await readLiability(ctx)
  return {
    status: statusView(ctx, read),
    differences: read.different.flatMap((order) => differenceViews(ctx, order)),
    liabilities: liabilities.map(liabilityView),
    ledger: {
      total: read.list.total,
      entries: read.list.entries.map((entry) => entryView(ctx, entry, read.names)),
    },
    mayResolve: mayDo(ctx.role, 'money.resolve').ok,
    mayExport: mayDo(ctx.role, 'ledger.export').ok,
    today: dayOf(now, ctx.settings.timeZone),
  }
}

type Read = {
  readonly check: MoneyCheckRecord
  readonly counts: { readonly checked: number; readonly different: number }
  readonly different: readonly Reconciliation[]
  readonly open: readonly { readonly createdAt: string }[]
}

function statusView(ctx: ShopContext, { check, counts, different, open }: Read): StatusView {
  const sums = unexplained(different.flatMap((order) => order.differences))
  const isClear = sums.length === 0 && check.problem === null
  const orders = (count: number) => (count === 1 ? '1 order' : `${count} orders`)
  const lines = [
    counts.checked === 0
      ? 'No order has been compared with Shopify yet.'
      : `${orders(counts.checked)} compared with Shopify in the last 60 days.`,
    check.verifiedAt === null
      ? 'The ledger has not been verified yet.'
      : `${check.verifiedEntries} ledger entries verified ${ago(ctx, check.verifiedAt)}.`,
    ...(check.openCheckedAt === null ? [] : [`Open payments looked at ${ago(ctx, check.openCheckedAt)}.`]),
  ]
  const oldest = open[0]
  return {
    isClear,
    headline:
      sums.length === 0
        ? '0 unexplained cents'
        : `${sums.map((amount) => formatMoney(amount, locale)).join(' and ')} unexplained in ${orders(counts.different)}`,
    lines,
    problem: check.problem,
    waits:
      oldest === undefined
        ? null
        : `${open.length === 1 ? '1 payment is' : `${open.length} payments are`} on the way, the oldest since ${formatInstant(oldest.createdAt, locale, ctx.settings.timeZone)}.`,
  }
}

function differenceViews(ctx: ShopContext, order: Reconciliation): DifferenceView[] {
  return order.differences.map((one) => ({
    key: one.key,
    orderGid: order.orderGid,
    orderName: order.orderName,
    orderUrl: `shopify://admin/orders/${order.orderGid.split('/').at(-1) ?? ''}`,
    returnUrl: one.returnId === null ? null : `/app/returns/${one.returnId}`,
    ...differenceWords[one.kind],
    inLedger: formatMoney(one.inLedger, locale),
    inShopify: formatMoney(one.inShopify, locale),
    amount: one.amount,
    amountText: formatMoney(one.amount, locale),
    since: ago(ctx, one.since),
  }))
}

function liabilityView({ currency, due, returns, byAge, byKind }: Liability): LiabilityView {
  return {
    currency,
    due: formatMoney(due, locale),
    returns,
    ages: ageBands.map(({ id }) => ({
      label: ageWords[id],
      amount: formatMoney(byAge[id], locale),
      isZero: isZero(byAge[id]),
    })),
    parts: owedKinds
      .filter((kind) => isPositive(byKind[kind]))
      .map((kind) => ({ label: kindWords[kind], amount: formatMoney(byKind[kind], locale) })),
  }
}

function entryView(ctx: ShopContext, entry: LedgerEntry, names: ReadonlyMap<string, string>): EntryView {
  const { returnId, actor } = entry
  return {
    sequence: entry.sequence,
    at: formatInstant(entry.at, locale, ctx.settings.timeZone),
    kind: entry.kind,
    kindLabel: entryWords[entry.kind],
    what: [purposeWords[entry.purpose] ?? entry.purpose, methodWords[entry.method] ?? entry.method].join(' '),
    amount: formatMoney(entry.amount, locale),
    returnUrl: returnId === null ? null : `/app/returns/${returnId}`,
    title: (returnId === null ? undefined : names.get(returnId)) ?? entry.orderName,
    by: actor.kind === 'staff' ? actor.name : actor.kind === 'shopper' ? 'Shopper' : 'Homeward',
  }
}

function ago(ctx: ShopContext, instant: string): string {
  return formatAgo({ instant, now: ctx.now(), locale })
}

import type { Drift } from '#app/domain/policy/drift.ts'

/** What Shopify's refund policy page says otherwise, a sentence each. */
export function sayDrift(drift: Drift): string {
  switch (drift.kind) {
    case 'empty':
      return 'Shopify’s refund policy page is empty.'
    case 'days':
      return `Shopify’s page says ${daysOf(drift.theirs)}, your policy ${oursOf(drift.ours)}.`
    case 'no_days':
      return `Shopify’s page names no number of days, your policy says ${oursOf(drift.ours)}.`
    case 'fee':
      return drift.theirs.length === 0
        ? `Shopify’s page says that there is no restocking fee, your policy charges ${sharesOf(drift.ours)}.`
        : `Shopify’s page names a restocking fee of ${sharesOf(drift.theirs)}, your policy ${sharesOf(drift.ours)}.`
    case 'no_fee':
      return 'Shopify’s page speaks of a restocking fee, your policy charges none.'
    case 'exchange':
      return drift.theirs
        ? 'Shopify’s page speaks of exchanges, your policy does not offer them.'
        : 'Shopify’s page rules exchanges out, your policy offers them.'
    case 'free_return':
      return 'Shopify’s page promises free returns, your policy lets the buyer pay the way back in some cases.'
    case 'paid_return':
      return 'Shopify’s page lets the buyer pay the way back, your policy always pays it.'
    case 'final_sale':
      return drift.all
        ? 'Shopify’s page says that all sales are final, your policy takes returns.'
        : 'Shopify’s page names items that cannot be returned, your policy refuses none.'
    case 'refund':
      return drift.theirs
        ? 'Shopify’s page promises money back, your policy does not offer refunds.'
        : 'Shopify’s page rules refunds out, your policy offers them.'
  }
}

const list = new Intl.ListFormat('en')

function daysOf(days: readonly number[]): string {
  const numbers = list.format(days.map(String))
  return days.length === 1 && days[0] === 1 ? '1 day' : `${numbers} days`
}

function oursOf(days: number | null): string {
  return days === null ? 'sets no limit' : String(days)
}

function sharesOf(shares: readonly number[]): string {
  return list.format(shares.map((share) => `${share} %`))
}

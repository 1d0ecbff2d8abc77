import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findPolicyDraft, getPolicyAt, listPolicyVersions } from '#app/db/policy.server.ts'
import { addSeconds, dayOf, endOfDay, formatInstant } from '#app/domain/dates.ts'
import { formatMoney } from '#app/domain/money.ts'
import { countryName } from '#app/i18n/country-name.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { type ListedOrder, listOrdersByNumber } from '#app/shopify/order-list.server.ts'
import { tryOrder, type TriedOrder, type TryOrderError } from '#app/use-cases/try-order.server.ts'
import { orUnreachable } from '#app/use-cases/unreachable.ts'
import { ok } from '#app/domain/result.ts'
import { type ComparedLine, compareLine } from './compare-line.ts'
import { orderGidOf, type TryAddress } from './try-address.ts'

export type OrderChoice = { readonly id: string; readonly name: string; readonly about: string }

/** A tried order as the page shows it. */
export type TriedView = {
  readonly id: string
  readonly name: string
  readonly about: string
  /** What stands over the two sides. */
  readonly publishedTitle: string
  readonly hasDraft: boolean
  /** One sentence on what the draft changes. */
  readonly headline: string
  /** Which version really judges the order, where it is another one than the one shown. */
  readonly ownVersion: string | null
  readonly publishedNumber: number
  readonly lines: readonly ComparedLine[]
  readonly reasons: readonly { readonly handle: string; readonly name: string }[]
  /** The instant of the request that was tried, null for now. */
  readonly at: string | null
}

/** What the page shows: orders to choose from, or an order with its decisions. */
export async function readTryPage(ctx: ShopContext, address: TryAddress) {
  const { timeZone } = ctx.settings
  const known = await withShop(ctx.shop, async (tx) => ({
    hasDraft: (await findPolicyDraft(tx, ctx.shop)) !== null,
    inForce: (await getPolicyAt(tx, ctx.shop, ctx.now())).number,
    versions: (await listPolicyVersions(tx, ctx.shop))
      .filter(({ withdrawn }) => withdrawn === null)
      .map(({ number }) => number),
  }))
  const base = { ...known, address, today: dayOf(ctx.now(), timeZone) }
  if (address.order === null) {
    const found = await orUnreachable(async () => ok(await listOrdersByNumber(ctx.admin, address.search)))
    const choices = found.ok ? found.value.map((order) => choiceOf(order, timeZone)) : []
    return { ...base, choices, tried: null, problem: found.ok ? null : unreachable }
  }
  // Until the end of the day that was asked for: somebody asks in the course of it.
  const at = address.day === null ? null : addSeconds(endOfDay(address.day, timeZone), -1)
  const tried = await tryOrder(ctx, {
    orderGid: orderGidOf(address.order),
    against: address.against,
    request: {
      ...(address.reason === null ? {} : { reason: address.reason }),
      ...(address.outcome === null ? {} : { outcome: address.outcome }),
    },
    at,
  })
  if (!tried.ok) return { ...base, choices: [], tried: null, problem: problems[tried.error.kind] }
  return { ...base, choices: [], tried: triedView(tried.value, { timeZone, address, at }), problem: null }
}

const unreachable = 'Shopify did not answer. Try again in a moment.'
const problems: Readonly<Record<TryOrderError['kind'], string>> = {
  not_found: 'We could not find that order. Search for another one.',
  no_version: 'There is no such version of the policy.',
  shopify_unreachable: unreachable,
}

function choiceOf(order: ListedOrder, timeZone: string): OrderChoice {
  const items = order.items.map(({ title, quantity }) => (quantity === 1 ? title : `${quantity} × ${title}`))
  const more = order.hasMoreItems ? [...items, '…'] : items
  const parts = [
    formatInstant(order.placedAt, 'en', timeZone),
    order.country === null ? null : countryName(order.country, 'en'),
    formatMoney(order.total, 'en'),
    more.join(', '),
  ]
  return {
    id: order.id.split('/').at(-1) ?? '',
    name: order.name,
    about: parts.filter((part) => part !== null && part !== '').join(' · '),
  }
}

type Tried = { readonly timeZone: string; readonly address: TryAddress; readonly at: string | null }

function triedView(tried: TriedOrder, { timeZone, address, at }: Tried): TriedView {
  const translator = translatorFor('en', timeZone)
  const { order, published, draft, ownVersion } = tried
  const lines = order.lines.flatMap((line) => compareLine(line, { published, draft }, translator) ?? [])
  const about = [
    `Placed ${formatInstant(order.placedAt, 'en', timeZone)}`,
    order.country === null ? 'Country not known' : countryName(order.country, 'en'),
    formatMoney(order.total, 'en'),
  ]
  const isOwn = address.against === 'own'
  return {
    id: order.id,
    name: order.name,
    about: about.join(' · '),
    publishedTitle: isOwn ? `As it is judged: version ${published.number}` : `Version ${published.number}`,
    publishedNumber: published.number,
    hasDraft: draft !== null,
    headline: headlineOf(lines, draft !== null),
    ownVersion:
      isOwn || ownVersion === published.number
        ? null
        : `This order was placed while version ${ownVersion} was in force, and that one judges it.`,
    lines,
    reasons: tried.reasons.map(({ handle, name }) => ({ handle, name })),
    at,
  }
}

function headlineOf(lines: readonly ComparedLine[], hasDraft: boolean): string {
  if (lines.length === 0) return 'This order has no items.'
  if (!hasDraft) return 'There is no draft. This is what the published policy says.'
  const flips = lines.filter(({ published, draft }) => published.verdict !== draft?.verdict).length
  const others = lines.filter(({ differs }) => differs).length - flips
  const all = lines.length === 1 ? 'the one item' : `${lines.length} items`
  if (flips === 0 && others === 0) return `The draft changes nothing for ${all} of this order.`
  const parts = [
    ...(flips === 0 ? [] : [`decides ${countOf(flips, lines.length)} otherwise`]),
    ...(others === 0 ? [] : [`changes the terms of ${countOf(others, lines.length)}`]),
  ]
  return `The draft ${parts.join(' and ')}.`
}

function countOf(count: number, all: number): string {
  if (all === 1) return 'the one item'
  return count === all ? `all ${all} items` : `${count} of ${all} items`
}

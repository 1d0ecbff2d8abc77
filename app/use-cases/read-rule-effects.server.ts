import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { findOrderFactsLoad } from '#app/db/order-facts-load.server.ts'
import { readNamedOrders, readRecentOrders, withReplayedBuyers } from '#app/db/order-facts.server.ts'
import { listPastReturns, listReturnedOrders } from '#app/db/past-returns.server.ts'
import { findPolicyDraft, getPolicyAt } from '#app/db/policy.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { countRuleEffects, type PastOrder, type RuleEffects } from '#app/domain/replay/rule-effects.ts'
import { sharedReasons } from '#app/domain/replay/shared-reasons.ts'
import { areFactsEnough } from './ready-order-facts.server.ts'

/** What rules did and would do: by the version in force and, where there is one, by the draft. */
export type ReadRuleEffects =
  /** Past orders were never read, or could not be. */
  | { readonly kind: 'none' | 'failed' }
  /** They are being read. */
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'ready'
      /** Some rule looks at a collection, a metafield or the market, which was not read with the orders: it counts as nothing. */
      readonly isPartial: boolean
      /** The part of the orders that was counted; their lines below are those of all, as far as a sample tells. */
      readonly share: number
      readonly inForce: { readonly number: number } & RuleEffects
      readonly draft: RuleEffects | null
    }

/** The days that are counted, and when past orders are asked back, as a replay does it unless told otherwise. */
const effectDays = 90
const askedBackAfterDays = 21
/** Lines that are judged for it: the editor asks after every change. */
const mostLines = 4_000
const mostReturned = 500

/**
 * Counts how many past lines each rule decides, from the facts that are kept: orders placed in the last 90 days, as if all of them were
 * asked back after three weeks because of a change of mind, and the returns that were asked for in that time. Shopify is not asked.
 */
export async function readRuleEffects(ctx: ShopContext): Promise<ReadRuleEffects> {
  const { shop } = ctx
  const now = ctx.now()
  const since = addSeconds(now, -effectDays * 86_400)
  const read = await withShop(shop, async (tx) => {
    const inForce = await getPolicyAt(tx, shop, now)
    const draft = (await findPolicyDraft(tx, shop))?.policy ?? null
    const load = await findOrderFactsLoad(tx, shop)
    if (load?.state !== 'ready') return { load, inForce, draft, past: null }
    return { load, inForce, draft, past: await readPast(ctx, tx, { since, now }) }
  })
  const { load, inForce, draft, past } = read
  if (load === null) return { kind: 'none' }
  if (past === null) return { kind: load.state === 'failed' ? 'failed' : 'loading' }
  const about = {
    asked: {
      day: { kind: 'after_order', days: askedBackAfterDays },
      outcome: 'refund',
      reason: 'changed-my-mind',
    },
    now,
    since,
    timeZone: ctx.settings.timeZone,
  } as const
  const both = sharedReasons({
    before: compilePolicy(inForce.policy),
    after: compilePolicy(draft ?? inForce.policy),
  })
  const all = (effects: RuleEffects) => scaled(effects, past.share)
  const policies: readonly Policy[] = draft === null ? [inForce.policy] : [inForce.policy, draft]
  return {
    kind: 'ready',
    isPartial: !areFactsEnough(load, policies),
    share: past.share,
    inForce: { number: inForce.number, ...all(countRuleEffects(both.before, past, about)) },
    draft: draft === null ? null : all(countRuleEffects(both.after, past, about)),
  }
}

async function readPast(
  { shop }: ShopContext,
  tx: Transaction,
  { since, now }: { readonly since: string; readonly now: string },
) {
  const { orders: recent, share } = await readRecentOrders(tx, shop, { since, until: now, lines: mostLines })
  const named = await listReturnedOrders(tx, shop, { since, limit: mostReturned })
  const returnedOrders = await withReplayedBuyers(tx, shop, await readNamedOrders(tx, shop, named))
  const returns = await listPastReturns(tx, shop, returnedOrders)
  const returned: readonly PastOrder[] = returnedOrders.map((order) => ({
    order,
    returns: returns.get(order.id) ?? [],
  }))
  return { orders: await withReplayedBuyers(tx, shop, recent), share, returned }
}

/** What a sample tells of all lines; returns are all counted. */
function scaled({ lines, returnLines, byRule }: RuleEffects, share: number): RuleEffects {
  const all = (count: number) => Math.round(count / share)
  return {
    lines: all(lines),
    returnLines,
    byRule: Object.fromEntries(
      Object.entries(byRule).map(([id, effect]) => [id, { ...effect, lines: all(effect.lines) }]),
    ),
  }
}

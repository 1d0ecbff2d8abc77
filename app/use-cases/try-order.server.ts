import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import {
  findPolicyDraft,
  findPolicyVersion,
  getPolicyAt,
  type PolicyVersionRecord,
} from '#app/db/policy.server.ts'
import { listReturnsOfOrder } from '#app/db/return.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import type { Decision } from '#app/domain/policy/decision.ts'
import { evaluate } from '#app/domain/policy/evaluate.ts'
import type { RequestFacts } from '#app/domain/policy/facts.ts'
import { ownReasons } from '#app/domain/policy/own-reasons.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { decideByVersions, type VersionedPolicy } from '#app/domain/policy/versions.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { ReadOrder } from '#app/shopify/orders.server.ts'
import { inReasonsOf, readVersions, withoutUnopened } from './judged-order.server.ts'
import { readOrderForPolicies } from './order-for-policies.server.ts'
import { type ReasonOption, reasonOptions } from './reason-options.ts'
import { orUnreachable } from './unreachable.ts'

/**
 * What the draft is held against: the version in force now, the versions that really judge the order (the one in force when it was
 * placed, and later ones that are better for the buyer), or a version by its number.
 */
export type TryAgainst = 'in_force' | 'own' | number

export type TryOrderInput = {
  readonly orderGid: OrderGid
  readonly against: TryAgainst
  /** What the buyer says of every line. */
  readonly request: Pick<Partial<RequestFacts>, 'reason' | 'outcome'>
  /** ISO instant at which the request is made; null: now. */
  readonly at: string | null
}

/** One policy's decision, with every policy that had a say in it by its number. The draft has the number 0. */
export type TriedSide = {
  readonly number: number
  readonly decision: Decision
  readonly policies: ReadonlyMap<number, Policy>
}
export type TriedOrder = {
  readonly order: OrderFacts
  /** The version in force when the order was placed. */
  readonly ownVersion: number
  readonly published: TriedSide
  /** Null where there is no draft. */
  readonly draft: TriedSide | null
  readonly reasons: readonly ReasonOption[]
}
export type TryOrderError =
  { readonly kind: 'not_found' } | { readonly kind: 'no_version' } | { readonly kind: 'shopify_unreachable' }

/** Judges an order by the draft and by what is published. Nothing is kept, and the shopper sees nothing of it. */
export async function tryOrder(
  ctx: ShopContext,
  input: TryOrderInput,
): Promise<Result<TriedOrder, TryOrderError>> {
  const now = ctx.now()
  const known = await withShop(ctx.shop, async (tx) => ({
    draft: (await findPolicyDraft(tx, ctx.shop))?.policy ?? null,
    inForce: await getPolicyAt(tx, ctx.shop, now),
    named: typeof input.against === 'number' ? await findPolicyVersion(tx, ctx.shop, input.against) : null,
  }))
  if (typeof input.against === 'number' && known.named === null) return err({ kind: 'no_version' })
  const version = known.named ?? known.inForce
  return orUnreachable(async () => {
    const alone = input.against === 'own' ? null : version
    const tried = await readTriedOrder(ctx, input.orderGid, [
      ...(known.draft === null ? [] : [known.draft]),
      ...(alone === null ? [] : [alone.policy]),
    ])
    if (tried === null) return err({ kind: 'not_found' })
    const { order, read, versions } = tried
    const tree = (known.draft ?? version.policy).reasons
    const reasons = reasonOptions(tree, read.reasons, ctx.settings.locale)
    const handles = new Map(ownReasons(tree).map(({ id, shopifyReason }) => [id, shopifyReason]))
    const judge = (by: VersionedPolicy) =>
      evaluate({
        policy: by.policy,
        policyVersion: by.number,
        order,
        requests: inReasonsOf(by.policy, requestsOf(order, input.request), handles),
        now: input.at ?? now,
        timeZone: ctx.settings.timeZone,
      })
    const judges = alone === null ? versions : { inForce: ready(alone), later: [] }
    return ok({
      order,
      ownVersion: versions.inForce.number,
      published: sideOf(decideByVersions(order, judges, judge), [judges.inForce, ...judges.later]),
      draft: known.draft === null ? null : draftSide(known.draft, judge),
      reasons,
    })
  })
}

/** An order as the portal would read it, with all that the versions that judge it and some more policies look at. */
export async function readTriedOrder(
  ctx: ShopContext,
  orderGid: OrderGid,
  policies: readonly Policy[],
): Promise<{
  readonly order: OrderFacts
  readonly read: ReadOrder
  readonly versions: Awaited<ReturnType<typeof readVersions>>
} | null> {
  const returns = await withShop(ctx.shop, (tx) => listReturnsOfOrder(tx, ctx.shop, orderGid))
  const likely =
    policies.length > 0
      ? policies.slice(0, 1)
      : [(await withShop(ctx.shop, (tx) => getPolicyAt(tx, ctx.shop, ctx.now()))).policy]
  const answer = await readOrderForPolicies(ctx, {
    orderGid,
    likely,
    judging: async ({ placedAt }) => {
      const versions = await readVersions(ctx, placedAt)
      const own = [versions.inForce, ...versions.later].map((one) => one.policy.policy)
      return { policies: [...policies, ...own], found: versions }
    },
  })
  if (answer === null) return null
  return { order: withoutUnopened(answer.read.facts, returns), read: answer.read, versions: answer.found }
}

function ready({ number, policy }: PolicyVersionRecord): VersionedPolicy {
  return { number, policy: compilePolicy(policy) }
}

const draftNumber = 0

function draftSide(policy: Policy, judge: (by: VersionedPolicy) => Decision): TriedSide {
  const by = { number: draftNumber, policy: compilePolicy(policy) }
  return sideOf(judge(by), [by])
}

function sideOf(decision: Decision, judges: readonly VersionedPolicy[]): TriedSide {
  const policies = new Map(judges.map(({ number, policy }) => [number, policy.policy]))
  return { number: decision.policyVersion, decision, policies }
}

function requestsOf(
  order: OrderFacts,
  request: TryOrderInput['request'],
): Readonly<Record<string, Partial<RequestFacts>>> {
  return Object.fromEntries(order.lines.map(({ id }) => [id, request]))
}

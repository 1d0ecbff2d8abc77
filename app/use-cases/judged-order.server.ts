import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { loadVersions, type PolicyVersionRecord, recallVersions } from '#app/db/policy.server.ts'
import {
  latestVersion,
  laterVersions,
  type PolicyIndex,
  type PolicyIndexEntry,
  readPolicyIndex,
  versionAt,
} from '#app/db/policy-index.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { listReturnsOfOrder } from '#app/db/return.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Decision, LineDecision } from '#app/domain/policy/decision.ts'
import { type CompiledPolicy, compilePolicy } from '#app/domain/policy/compile.ts'
import { evaluate, evaluateParts, type RequestPart } from '#app/domain/policy/evaluate.ts'
import { type EvidenceNeeds, evidenceNeeds, joinNeeds } from '#app/domain/policy/evidence-needs.ts'
import type { RequestFacts } from '#app/domain/policy/facts.ts'
import { ownReasons } from '#app/domain/policy/own-reasons.ts'
import type { Policy, Question } from '#app/domain/policy/policy.ts'
import { decideByVersions, type PolicyVersions, type VersionedPolicy } from '#app/domain/policy/versions.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import type { ReadOrder } from '#app/shopify/orders.server.ts'
import { readOrderForPolicies } from './order-for-policies.server.ts'
import { type ReasonOption, reasonOptions } from './reason-options.ts'

/** An order read now and judged by the policy version in force when it was placed, or a later one that is better. */
export type JudgedOrderFacts = {
  readonly read: ReadOrder
  readonly order: OrderFacts
  /** What the shopper chooses from, by the version in force when the order was placed. */
  readonly reasons: readonly ReasonOption[]
  /** Before the shopper said anything. */
  readonly decision: Decision
  /** The decision about parts of a request, one per part in their order: a line may be asked back in several. */
  readonly decide: (parts: readonly RequestPart[]) => Decision
  /** What each part hangs on besides what is said of it: photos, and answers to questions. */
  readonly needs: (parts: readonly RequestPart[]) => readonly EvidenceNeeds[]
  /** The questions of every version that has a say. */
  readonly questions: readonly Question[]
  /** Returns of the order that Homeward knew when it judged; one more means: judge again. */
  readonly knownReturns: readonly ReturnRecord['id'][]
}

/**
 * Reads and judges an order; null when there is none. Units of returns that Shopify has not got yet are no longer returnable,
 * although Shopify would still say so.
 */
export async function readJudgedOrder(
  ctx: ShopContext,
  input: { readonly orderGid: OrderGid },
): Promise<JudgedOrderFacts | null> {
  const { returns, index, likely } = await withShop(ctx.shop, async (tx) => {
    const index = await readPolicyIndex(tx, ctx.shop)
    const likely = await loadVersions(tx, ctx.shop, [latestVersion(index)])
    return { returns: await listReturnsOfOrder(tx, ctx.shop, input.orderGid), index, likely }
  })
  const answer = await readOrderForPolicies(ctx, {
    orderGid: input.orderGid,
    likely: likely.map(({ policy }) => policy),
    judging: async ({ placedAt }) => {
      const versions = await readVersions(ctx, placedAt, index)
      return {
        policies: [versions.inForce, ...versions.later].map((one) => one.policy.policy),
        found: versions,
      }
    },
  })
  if (answer === null) return null
  const { read, found: versions } = answer
  const order = withoutUnopened(read.facts, returns)
  const tree = versions.inForce.policy.policy.reasons
  const reasons = reasonOptions(tree, read.reasons, ctx.settings.locale)
  const handles = new Map(ownReasons(tree).map(({ id, shopifyReason }) => [id, shopifyReason]))
  const now = ctx.now()
  const { timeZone } = ctx.settings
  const judging = { order, now, timeZone }
  const decision = decideByVersions(order, versions, ({ number, policy }) =>
    evaluate({ ...judging, policy, policyVersion: number }),
  )
  const decide: JudgedOrderFacts['decide'] = (parts) =>
    decideByVersions(order, versions, ({ number, policy }) => {
      const said = parts.map((part) => inReasonsOfPart(policy, part, handles))
      return evaluateParts({ ...judging, policy, policyVersion: number, parts: said })
    })
  const needs: JudgedOrderFacts['needs'] = (parts) => {
    const unanswered = parts.map(({ lineId, request }) => ({
      lineId,
      request: { ...request, answers: null, photos: null },
    }))
    const [before, after] = [decide(unanswered).lines, decide(parts).lines]
    return after.map((line, place) => {
      const own = evidenceNeeds(policyOf(versions, line), line)
      const first = before[place]
      return first === undefined ? own : joinNeeds(own, evidenceNeeds(policyOf(versions, first), first))
    })
  }
  const knownReturns = returns.map((one) => one.id)
  const questions = [versions.inForce, ...versions.later].flatMap(({ policy }) => policy.policy.questions)
  return { read, order, reasons, decision, decide, needs, questions, knownReturns }
}

type Requests = Readonly<Record<string, Partial<RequestFacts>>>

/** A reason of the tree of one version is known to another version, which lacks it, by what Shopify keeps it as. */
export function inReasonsOf(
  { policy }: CompiledPolicy,
  requests: Requests,
  handles: ReadonlyMap<string, string>,
): Requests {
  if (handles.size === 0) return requests
  const known = new Set(ownReasons(policy.reasons).map(({ id }) => id))
  return Object.fromEntries(
    Object.entries(requests).map(([lineId, request]) => {
      const kept = known.has(request.reason ?? '') ? undefined : handles.get(request.reason ?? '')
      return [lineId, kept === undefined ? request : { ...request, reason: kept }]
    }),
  )
}

function inReasonsOfPart(
  policy: CompiledPolicy,
  { lineId, request }: RequestPart,
  handles: ReadonlyMap<string, string>,
): RequestPart {
  return { lineId, request: inReasonsOf(policy, { [lineId]: request }, handles)[lineId] ?? request }
}

/** The policy that judged a line. */
function policyOf({ inForce, later }: PolicyVersions, { policyVersion }: LineDecision): Policy {
  return (later.find(({ number }) => number === policyVersion) ?? inForce).policy.policy
}

/** The versions that have a say in an order placed at an instant. `index` is read where it is not given. */
export async function readVersions(
  { shop, now }: ShopContext,
  placedAt: string,
  index?: PolicyIndex,
): Promise<PolicyVersions> {
  const all = index ?? (await withShop(shop, (tx) => readPolicyIndex(tx, shop)))
  const own = versionAt(all, placedAt)
  const later = laterVersions(all, { after: placedAt, number: own.number, now: now() })
  const versions = async (entries: readonly PolicyIndexEntry[]) =>
    (recallVersions(shop, entries) ?? (await withShop(shop, (tx) => loadVersions(tx, shop, entries)))).map(
      ready,
    )
  const [inForce, ...others] = await versions([own, ...later])
  if (inForce === undefined) throw new Error(`${shop} has no policy`)
  return { inForce, later: others }
}

const compiled = new WeakMap<Policy, CompiledPolicy>()

function ready({ number, policy }: PolicyVersionRecord): VersionedPolicy {
  const before = compiled.get(policy)
  if (before !== undefined) return { number, policy: before }
  const fresh = compilePolicy(policy)
  compiled.set(policy, fresh)
  return { number, policy: fresh }
}

const claiming: readonly ReturnRecord['status'][] = ['in_review', 'approved', 'received']

/** The order without the units of returns that Shopify has not got yet. */
export function withoutUnopened(order: OrderFacts, returns: readonly ReturnRecord[]): OrderFacts {
  const claimed = new Map<string, number>()
  for (const one of returns) {
    if (one.shopifyReturnGid !== null || !claiming.includes(one.status)) continue
    for (const line of one.lines) {
      const lineId = lineOfPart(line.lineId)
      claimed.set(lineId, (claimed.get(lineId) ?? 0) + line.quantity)
    }
  }
  if (claimed.size === 0) return order
  return {
    ...order,
    lines: order.lines.map((line) => ({
      ...line,
      returnableQuantity: Math.max(0, line.returnableQuantity - (claimed.get(line.id) ?? 0)),
    })),
  }
}

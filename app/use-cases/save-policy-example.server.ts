import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { addPolicyExample, listPolicyExamples, type PolicyExampleId } from '#app/db/policy-example.server.ts'
import { findPolicyDraft, findPolicyVersion, getLatestPolicy } from '#app/db/policy.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { RequestFacts } from '#app/domain/policy/facts.ts'
import { expectationOf, GoldenExample, withoutPerson } from '#app/domain/policy/golden.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { findOrdersByName } from '#app/shopify/order-lookup.server.ts'
import { mayAct } from './may-act.server.ts'
import { readTriedOrder } from './try-order.server.ts'
import { orUnreachable } from './unreachable.ts'

export type SavePolicyExampleError =
  | Forbidden
  | { readonly kind: 'not_found' }
  | { readonly kind: 'too_many'; readonly most: number }
  | { readonly kind: 'shopify_unreachable' }

/** More than that is a test suite, and every publish waits for it. */
const mostExamples = 100
const longestName = 120

/** What of an order is kept, and as what. */
export type SavePolicyExampleInput = {
  /** As typed, or the order itself. */
  readonly order: { readonly name: string } | { readonly gid: OrderGid }
  readonly name: string
  /** Keeps every term; else the verdict and the last day of every line. */
  readonly withTerms: boolean
  /** What the buyer says of every line; absent: nothing yet. */
  readonly request?: Partial<RequestFacts>
  /** ISO instant of the request; absent: now. */
  readonly at?: string
  /** The version whose result is the right one; absent: the draft, or without one the version in force. */
  readonly expects?: number
}

/**
 * Keeps an order, without the person in it, and what a policy makes of it, as a golden example. A read order has what the draft and
 * that policy look at.
 */
export async function savePolicyExample(
  ctx: ShopContext,
  input: SavePolicyExampleInput,
): Promise<Result<{ readonly id: PolicyExampleId }, SavePolicyExampleError>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const { shop, actor: author } = ctx
  const { timeZone } = ctx.settings
  const { draft, expecting, count } = await withShop(shop, async (tx) => {
    const current = (await findPolicyDraft(tx, shop))?.policy ?? (await getLatestPolicy(tx, shop)).policy
    const named = input.expects === undefined ? null : await findPolicyVersion(tx, shop, input.expects)
    const count = (await listPolicyExamples(tx, shop)).length
    return { draft: current, expecting: named?.policy ?? current, count }
  })
  if (count >= mostExamples) return err({ kind: 'too_many', most: mostExamples })
  return orUnreachable(async () => {
    const gid = await orderGidOf(ctx, input.order)
    const tried = gid === null ? null : await readTriedOrder(ctx, gid, [draft, expecting])
    if (tried === null || tried.order.lines.length === 0) return err({ kind: 'not_found' })
    const { order } = tried
    const now = ctx.now()
    const { request } = input
    const requests =
      request === undefined ? {} : Object.fromEntries(order.lines.map(({ id }) => [id, request]))
    const facts = { order: withoutPerson(order), requests, now: input.at ?? now }
    const expected = expectationOf(expecting, facts, { timeZone, withTerms: input.withTerms })
    const example = GoldenExample.parse({ ...facts, expected })
    const name = input.name.trim().slice(0, longestName) || order.name
    return ok({
      id: await withShop(shop, (tx) => addPolicyExample(tx, { shop, name, example, author, at: now })),
    })
  })
}

async function orderGidOf(
  ctx: ShopContext,
  order: SavePolicyExampleInput['order'],
): Promise<OrderGid | null> {
  if ('gid' in order) return order.gid
  const { candidates } = await findOrdersByName(ctx.admin, order.name)
  return candidates[0]?.id ?? null
}

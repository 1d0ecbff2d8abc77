import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { addPolicyExample, listPolicyExamples, type PolicyExampleId } from '#app/db/policy-example.server.ts'
import { findPolicyDraft, getLatestPolicy } from '#app/db/policy.server.ts'
import { expectationOf, GoldenExample, withoutPerson } from '#app/domain/policy/golden.ts'
import { orderNeedsOf } from '#app/domain/policy/order-needs.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { findOrdersByName } from '#app/shopify/order-lookup.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { mayAct } from './may-act.server.ts'
import { orUnreachable } from './unreachable.ts'

export type SavePolicyExampleError =
  | Forbidden
  | { readonly kind: 'not_found' }
  | { readonly kind: 'too_many'; readonly most: number }
  | { readonly kind: 'shopify_unreachable' }

/** More than that is a test suite, and every publish waits for it. */
const mostExamples = 100
const longestName = 120

/**
 * Keeps an order, without the person in it, and what the draft (without one, the version in force) makes of it now, as a golden
 * example. `withTerms` keeps every term; else the verdict and the last day of every line.
 */
export async function savePolicyExample(
  ctx: ShopContext,
  input: { readonly orderName: string; readonly name: string; readonly withTerms: boolean },
): Promise<Result<{ readonly id: PolicyExampleId }, SavePolicyExampleError>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const { shop, actor: author } = ctx
  const { timeZone } = ctx.settings
  const { policy, count } = await withShop(shop, async (tx) => ({
    policy: (await findPolicyDraft(tx, shop))?.policy ?? (await getLatestPolicy(tx, shop)).policy,
    count: (await listPolicyExamples(tx, shop)).length,
  }))
  if (count >= mostExamples) return err({ kind: 'too_many', most: mostExamples })
  return orUnreachable(async () => {
    const { candidates } = await findOrdersByName(ctx.admin, input.orderName)
    const [found] = candidates
    if (found === undefined) return err({ kind: 'not_found' })
    const read = await readOrder(ctx.admin, found.id, { withReasons: false, needs: orderNeedsOf([policy]) })
    if (read === null || read.facts.lines.length === 0) return err({ kind: 'not_found' })
    const now = ctx.now()
    const facts = { order: withoutPerson(read.facts), requests: {}, now }
    const expected = expectationOf(policy, facts, { timeZone, withTerms: input.withTerms })
    const example = GoldenExample.parse({ ...facts, expected })
    const name = input.name.trim().slice(0, longestName) || read.facts.name
    return ok({
      id: await withShop(shop, (tx) => addPolicyExample(tx, { shop, name, example, author, at: now })),
    })
  })
}

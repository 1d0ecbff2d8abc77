import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findCase } from '#app/db/case.server.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import type { WithdrawnLine } from '#app/domain/withdrawn-goods.ts'
import { findOrdersByName } from '#app/shopify/order-lookup.server.ts'
import { mayAct } from './may-act.server.ts'
import { readJudgedOrder } from './judged-order.server.ts'
import { type SettledWithdrawal, withdrawFrom } from './settle-withdrawal.server.ts'
import { orUnreachable } from './unreachable.ts'

export type MatchError =
  | Forbidden
  | { readonly kind: 'not_found' }
  | { readonly kind: 'settled' }
  | { readonly kind: 'no_such_order' }
  | { readonly kind: 'several_orders' }
  | { readonly kind: 'foreign_line' }
  | { readonly kind: 'shopify_unreachable' }

/**
 * Staff says which order a declaration of withdrawal is about, and which of its goods where the declaration does not say it
 * clearly: then it goes the way that it would have gone by itself, judged by the instant of the declaration.
 */
export async function matchWithdrawal(
  ctx: ShopContext,
  input: {
    readonly caseId: string
    readonly orderName: string
    /** Empty = what the declaration names. */
    readonly lines: readonly WithdrawnLine[]
  },
): Promise<Result<SettledWithdrawal, MatchError>> {
  const allowed = await mayAct(ctx, 'case.answer')
  if (!allowed.ok) return allowed
  const { shop } = ctx
  const known = await withShop(shop, (tx) => findCase(tx, input.caseId))
  if (known === null || known.kind !== 'withdrawal') return err({ kind: 'not_found' })
  if (known.returnId !== null || known.state === 'closed') return err({ kind: 'settled' })
  return orUnreachable(async (): Promise<Result<SettledWithdrawal, MatchError>> => {
    const { candidates } = await findOrdersByName(ctx.admin, input.orderName)
    const [candidate, other] = candidates
    if (candidate === undefined) return err({ kind: 'no_such_order' })
    if (other !== undefined) return err({ kind: 'several_orders' })
    const judged = await readJudgedOrder(ctx, { orderGid: candidate.id })
    if (judged === null) return err({ kind: 'no_such_order' })
    const ids = new Set(judged.order.lines.map((line) => line.id))
    if (input.lines.some(({ lineId }) => !ids.has(lineId))) return err({ kind: 'foreign_line' })
    const settled = await withdrawFrom(ctx, {
      known,
      orderGid: candidate.id,
      orderName: judged.order.name,
      ...(input.lines.length === 0 ? {} : { lines: input.lines }),
    })
    return settled.ok ? ok(settled.value) : settled
  })
}

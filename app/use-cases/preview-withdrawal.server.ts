import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findCase } from '#app/db/case.server.ts'
import type { CaseGround } from '#app/domain/case.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { withdrawnGoods } from '#app/domain/withdrawn-goods.ts'
import { findOrdersByName } from '#app/shopify/order-lookup.server.ts'
import { readJudgedOrder } from './judged-order.server.ts'
import { orUnreachable } from './unreachable.ts'

/** An order that a declaration may be about, and what the withdrawal would come to. */
export type PreviewedWithdrawal = {
  readonly orderName: string
  /** Whether the order's address is the one that was declared with. */
  readonly isSameAddress: boolean
  readonly lines: readonly {
    readonly lineId: string
    readonly title: string
    readonly returnable: number
    /** Whether the right was open when it was declared. */
    readonly isOpen: boolean
    /** How many units the declaration names. */
    readonly named: number
  }[]
  readonly because: CaseGround | null
}
export type PreviewError =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'no_such_order' }
  | { readonly kind: 'several_orders' }
  | { readonly kind: 'shopify_unreachable' }

/** Answers what `matchWithdrawal` would find in an order; changes nothing. */
export async function previewWithdrawal(
  ctx: ShopContext,
  input: { readonly caseId: string; readonly orderName: string },
): Promise<Result<PreviewedWithdrawal, PreviewError>> {
  const known = await withShop(ctx.shop, (tx) => findCase(tx, input.caseId))
  if (known === null || known.kind !== 'withdrawal') return err({ kind: 'not_found' })
  const [first] = known.messages
  const goods = (first?.kind === 'statement' ? first.statement.goods : undefined) ?? []
  return orUnreachable(async (): Promise<Result<PreviewedWithdrawal, PreviewError>> => {
    const { candidates } = await findOrdersByName(ctx.admin, input.orderName)
    const [candidate, other] = candidates
    if (candidate === undefined) return err({ kind: 'no_such_order' })
    if (other !== undefined) return err({ kind: 'several_orders' })
    const judged = await readJudgedOrder({ ...ctx, now: () => known.createdAt }, { orderGid: candidate.id })
    if (judged === null) return err({ kind: 'no_such_order' })
    const { order, decision } = judged
    const reached = withdrawnGoods({ lines: order.lines, decisions: decision.lines, goods })
    return ok({
      orderName: order.name,
      isSameAddress: order.email?.toLowerCase() === known.buyerEmail?.toLowerCase(),
      lines: order.lines.map((line) => ({
        lineId: line.id,
        title: line.variantTitle === null ? line.title : `${line.title} · ${line.variantTitle}`,
        returnable: line.returnableQuantity,
        isOpen: decision.lines.find(({ lineId }) => lineId === line.id)?.law?.open === true,
        named: reached.lines.find(({ lineId }) => lineId === line.id)?.quantity ?? 0,
      })),
      because: reached.because,
    })
  })
}

import type { ShopContext } from '#app/context.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { findOrdersByName } from '#app/shopify/order-lookup.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { type GiftCodeView, listGiftCodes } from '#app/use-cases/gift-codes.server.ts'

/** An order as staff choose gifts from it. */
export type GiftOrder = {
  readonly gid: OrderGid
  readonly name: string
  readonly lines: readonly { readonly id: string; readonly title: string; readonly quantity: number }[]
  readonly codes: readonly (GiftCodeView & { readonly titles: string })[]
}

/** The order of a name with its codes; null where Shopify has none. */
export async function findGiftOrder(ctx: ShopContext, name: string): Promise<GiftOrder | null> {
  const { candidates } = await findOrdersByName(ctx.admin, name)
  const [found] = candidates
  const read = found === undefined ? null : await readOrder(ctx.admin, found.id, { withReasons: false })
  if (read === null) return null
  const { id, name: orderName, lines } = read.facts
  const titleOf = ({ title, variantTitle }: (typeof lines)[number]) =>
    variantTitle === null ? title : `${title} · ${variantTitle}`
  const codes = await listGiftCodes(ctx, id)
  return {
    gid: id,
    name: orderName,
    lines: lines
      .filter((line) => !line.isGiftCard)
      .map((line) => ({ id: line.id, title: titleOf(line), quantity: line.quantity })),
    codes: codes.map((code) => ({
      ...code,
      titles: code.lines
        .map(({ lineId, units }) => {
          const line = lines.find((one) => one.id === lineId)
          return `${units} × ${line === undefined ? 'an item that is gone' : titleOf(line)}`
        })
        .join(', '),
    })),
  }
}

import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listWatchedBuyers, unwatchBuyer, watchBuyer } from '#app/db/watched-buyer.server.ts'
import { CustomerGid } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import { mayAct } from './may-act.server.ts'

export type WatchBuyerError =
  | Forbidden
  | { readonly kind: 'no_buyer' }
  | { readonly kind: 'known_already' }
  | { readonly kind: 'too_many'; readonly most: number }

/** A list that is longer is a customer segment: tag those customers in Shopify and ask for the tag. */
const mostBuyers = 1000
const longestNote = 200

/** Puts a buyer on the watch list: an e-mail address, a customer's id, or the address of the customer's page in the admin. */
export async function addToWatchList(
  ctx: ShopContext,
  input: { readonly buyer: string; readonly note: string },
): Promise<Result<null, WatchBuyerError>> {
  const allowed = await mayAct(ctx, 'settings.save')
  if (!allowed.ok) return allowed
  const buyer = buyerOf(input.buyer)
  if (buyer === null) return err({ kind: 'no_buyer' })
  const { shop, actor: addedBy } = ctx
  const note = input.note.trim().slice(0, longestNote)
  return withShop(shop, async (tx) => {
    if ((await listWatchedBuyers(tx, shop)).length >= mostBuyers) {
      return err({ kind: 'too_many', most: mostBuyers })
    }
    const isNew = await watchBuyer(tx, shop, { buyer, note, addedBy, addedAt: ctx.now() })
    return isNew ? ok(null) : err({ kind: 'known_already' })
  })
}

/** Takes a buyer off the list; one who is not on it stays off. */
export async function removeFromWatchList(
  ctx: ShopContext,
  { buyer }: { readonly buyer: string },
): Promise<Result<null, Forbidden>> {
  const allowed = await mayAct(ctx, 'settings.save')
  if (!allowed.ok) return allowed
  await withShop(ctx.shop, (tx) => unwatchBuyer(tx, ctx.shop, buyer))
  return ok(null)
}

/** An address in lower case or a customer's GID; null for anything else. */
function buyerOf(typed: string): string | null {
  const text = typed.trim()
  if (isMailAddress(text)) return text.toLowerCase()
  const id = /(?:^|\/customers\/|\/Customer\/)(\d{1,20})\/?$/.exec(text)?.[1]
  return id === undefined ? null : CustomerGid.parse(`gid://shopify/Customer/${id}`)
}

import { z } from 'zod'
import {
  customerGidOf,
  forgetAllOrderFacts,
  forgetOrderFacts,
  forgetOrderFactsOfCustomer,
} from '#app/db/order-facts.server.ts'
import { findShop } from '#app/db/shop.server.ts'
import type { Transaction } from '#app/db.server.ts'
import type { Webhook } from './topic.ts'

const Id = z.number().int().positive()
const Redact = z.object({
  customer: z.object({ id: Id }).partial().nullish(),
  orders_to_redact: z.array(Id).nullish(),
})

/**
 * Erases at once what replays keep of a person or of a shop: facts can be read again, so nothing is lost by it. A shop that has the
 * app again meanwhile keeps its own.
 */
export async function redactOrderFacts(
  tx: Transaction,
  { shop, topic, payload }: Pick<Webhook, 'shop' | 'topic' | 'payload'>,
): Promise<void> {
  if (topic === 'shop/redact') {
    const isGone = (await findShop(tx, shop))?.uninstalledAt !== null
    if (isGone) await forgetAllOrderFacts(tx, shop)
  }
  if (topic !== 'customers/redact') return
  // Kept for a person to answer whatever its shape: what cannot be read here erases nothing.
  const { data } = Redact.safeParse(payload)
  const orderGids = (data?.orders_to_redact ?? []).map((id) => `gid://shopify/Order/${id}`)
  await forgetOrderFacts(tx, shop, orderGids)
  if (data?.customer?.id !== undefined)
    await forgetOrderFactsOfCustomer(tx, shop, customerGidOf(data.customer.id))
}

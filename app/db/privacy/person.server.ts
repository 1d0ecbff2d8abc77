import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'

const Id = z.union([z.int().positive(), z.string().regex(/^\d+$/)])

/** Whom a request of Shopify is about: ids of customer and orders, and what was known of the customer. */
const Subject = z.object({
  customer: z
    .object({ id: Id.nullish(), email: z.string().nullish(), phone: z.string().nullish() })
    .nullish()
    .catch(null),
  orders_to_redact: z.array(Id).nullish().catch(null),
  orders_requested: z.array(Id).nullish().catch(null),
  data_request: z.object({ id: Id }).nullish().catch(null),
})

/** Everything by which a person is found in our tables. Addresses are in lower case. */
export type Person = {
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly customerGids: readonly string[]
  readonly orderGids: readonly string[]
  readonly returnIds: readonly string[]
  readonly caseIds: readonly string[]
}

/**
 * Finds a person by what a request of Shopify says: by their orders, their id and their address; the addresses and orders of the
 * returns that are found so count too. A return of something that was a gift is its recipient's, its order the giver's. What cannot
 * be read in the request finds nobody.
 */
export async function findPerson(tx: Transaction, shop: ShopDomain, payload: unknown): Promise<Person> {
  const { data } = Subject.safeParse(payload)
  const customerGids = data?.customer?.id ? [`gid://shopify/Customer/${data.customer.id}`] : []
  const named = [...(data?.orders_to_redact ?? []), ...(data?.orders_requested ?? [])]
  const ordersNamed = named.map((id) => `gid://shopify/Order/${id}`)
  const given = [data?.customer?.email?.trim().toLowerCase() ?? ''].filter((email) => email !== '')
  const phones = [data?.customer?.phone ?? ''].filter((phone) => phone !== '')
  // Compared as they are: in a pattern an underscore would reach other people.
  const returns = await tx.$queryRaw<ReturnOfPerson[]>`
    select id::text as id, "orderGid", lower("buyerEmail") as "buyerEmail", gift is not null as "isGift"
    from "Return" where shop = ${shop}
      and (("orderGid" = any(${ordersNamed}::text[]) and gift is null) or "customerGid" = any(${customerGids}::text[])
        or lower("buyerEmail") = any(${given}::text[]))`
  const facts = await tx.orderFacts.findMany({
    where: { shop, OR: [{ orderGid: { in: ordersNamed } }, { customerGid: { in: customerGids } }] },
    select: { orderGid: true },
  })
  const emails = distinct([...given, ...returns.flatMap(({ buyerEmail }) => buyerEmail ?? [])])
  const own = returns.filter(({ isGift }) => !isGift)
  const orderGids = distinct([...ordersNamed, ...[...own, ...facts].map((one) => one.orderGid)])
  const returnIds = returns.map(({ id }) => id)
  const cases = await tx.$queryRaw<{ id: string }[]>`
    select id::text as id from "Case" where shop = ${shop}
      and (lower("buyerEmail") = any(${emails}::text[]) or "customerGid" = any(${customerGids}::text[])
        or "orderGid" = any(${orderGids}::text[]) or "returnId"::text = any(${returnIds}::text[]))`
  return { emails, phones, customerGids, orderGids, returnIds, caseIds: cases.map(({ id }) => id) }
}

type ReturnOfPerson = {
  readonly id: string
  readonly orderGid: string
  readonly buyerEmail: string | null
  readonly isGift: boolean
}

/** What stays of a request once it is worked off: whom it was about by id, so that it can be told again, and nothing else. */
export function idsOfRequest(payload: unknown): object {
  const { data } = Subject.safeParse(payload)
  const { customer, orders_to_redact, orders_requested, data_request } = data ?? {}
  return {
    ...(customer?.id ? { customer: { id: customer.id } } : {}),
    ...(orders_to_redact ? { orders_to_redact } : {}),
    ...(orders_requested ? { orders_requested } : {}),
    ...(data_request ? { data_request } : {}),
  }
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}

import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import type { Person } from './person.server.ts'

/** What we hold of a person, table by table, in our own words: for the person, so nothing is left out. Photos are base64. */
export type PersonExport = Readonly<Record<string, readonly object[]>>

/** Reads everything that we hold of a person. */
export async function collectPerson(
  tx: Transaction,
  shop: ShopDomain,
  person: Person,
): Promise<PersonExport> {
  const { returnIds, caseIds, orderGids, emails, phones, customerGids } = person
  const ofReturns = { shop, returnId: { in: [...returnIds] } }
  const ofOrders = { shop, orderGid: { in: [...orderGids] } }
  const messages = await tx.$queryRaw<object[]>`
    select m.kind, m.recipient, m.subject, m.text, m."createdAt", m."sentAt" from "Message" m where m.shop = ${shop}
      and (m."returnId"::text = any(${[...returnIds]}::text[]) or lower(m.recipient) = any(${[...emails]}::text[])
        or m."eventId" in (select id::text from "CaseMessage" c where c."caseId"::text = any(${[...caseIds]}::text[])))
    order by m."createdAt"`
  return {
    returns: await tx.return.findMany({
      where: { shop, id: { in: [...returnIds] } },
      include: { lines: { include: { photos: true } }, receivedItems: true },
    }),
    photosNotSent: await tx.photo.findMany({ where: { ...ofOrders, returnLineId: null } }),
    events: await tx.event.findMany({
      where: ofReturns,
      orderBy: [{ returnId: 'asc' }, { sequence: 'asc' }],
    }),
    cases: await tx.case.findMany({
      where: { shop, id: { in: [...caseIds] } },
      include: { messages: { orderBy: { sequence: 'asc' } } },
    }),
    messages,
    payments: await tx.moneyIntent.findMany({ where: ofReturns }),
    approvals: await tx.moneyApproval.findMany({ where: ofReturns }),
    ledger: await tx.ledgerEntry.findMany({ where: ofOrders, orderBy: { sequence: 'asc' } }),
    limits: await tx.limitEntry.findMany({ where: ofOrders }),
    codes: await tx.guestCode.findMany({
      where: ofOrders,
      select: { orderName: true, locale: true, createdAt: true, usedAt: true },
    }),
    gifts: await tx.giftCode.findMany({ where: ofOrders }),
    watchList: await tx.watchedBuyer.findMany({
      where: { shop, buyer: { in: [...emails, ...customerGids, ...phones] } },
    }),
    orderFacts: await tx.orderFacts.findMany({ where: ofOrders }),
  }
}

/** Whether there is anything at all. */
export function isEmptyExport(found: PersonExport): boolean {
  return Object.values(found).every((rows) => rows.length === 0)
}

/** The export as JSON; amounts beyond JavaScript's numbers and photos as texts. */
export function exportJson(found: object): string {
  return JSON.stringify(
    found,
    (_key, value: unknown) =>
      typeof value === 'bigint'
        ? value.toString()
        : value instanceof Uint8Array
          ? Buffer.from(value).toString('base64')
          : value,
    2,
  )
}

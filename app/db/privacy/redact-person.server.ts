import { personalTexts, type ReturnEventKind } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Decision } from '#app/domain/policy/decision.ts'
import { withoutPerson } from '#app/domain/policy/without-person.ts'
import type { Transaction } from '#app/db.server.ts'
import { redactCases } from '../case.server.ts'
import { jsonColumn } from '../column.ts'
import { redactedEventHash } from '../event-chain.server.ts'
import { forgetOrderFacts } from '../order-facts.server.ts'
import { asEraser } from './as-eraser.server.ts'
import { emptied } from './emptied.ts'
import type { Person } from './person.server.ts'
import { redactMoney } from './redact-money.server.ts'

/** How many rows of a kind were emptied or deleted. */
export type Redacted = Readonly<Record<string, number>>

type About = { readonly shop: ShopDomain; readonly person: Person; readonly at: string }

/**
 * Empties and deletes what we know of a person, in the caller's transaction. Amounts, dates, goods, ids and what was decided stay, and
 * so do the chains. Run again it finds nothing left to do.
 */
export async function redactPerson(tx: Transaction, about: About): Promise<Redacted> {
  const { shop, person, at } = about
  const { orderGids, returnIds } = person
  const returns = await redactReturns(tx, about)
  const cases = await redactCases(tx, shop, { caseIds: person.caseIds, at })
  const photos = await tx.photo.deleteMany({
    where: {
      shop,
      OR: [{ orderGid: { in: [...orderGids] } }, { returnLine: { returnId: { in: [...returnIds] } } }],
    },
  })
  const messages = await deleteMessages(tx, about)
  const ofOrders = { shop, orderGid: { in: [...orderGids] } }
  const codes = await tx.guestCode.deleteMany({ where: ofOrders })
  const gifts = await tx.giftCode.deleteMany({ where: ofOrders })
  const watched = await tx.watchedBuyer.deleteMany({
    where: { shop, buyer: { in: [...person.emails, ...person.customerGids, ...person.phones] } },
  })
  await forgetOrderFacts(tx, shop, orderGids)
  await forgetErrors(tx, about)
  const events = await asEraser(tx, () => redactEvents(tx, about))
  const money = await redactMoney(tx, about)
  const counts = { photos, messages, codes, gifts, watched }
  return {
    returns,
    cases,
    events,
    ...money,
    ...Object.fromEntries(Object.entries(counts).map(([name, { count }]) => [name, count])),
  }
}

async function redactReturns(tx: Transaction, { shop, person, at }: About): Promise<number> {
  const where = { shop, id: { in: [...person.returnIds] }, redactedAt: null }
  const rows = await tx.return.findMany({
    where,
    select: { id: true, decision: true, consent: true, feeChange: true, gift: true },
  })
  for (const { id, decision, consent, feeChange, gift } of rows) {
    await tx.returnLine.updateMany({ where: { shop, returnId: id }, data: { note: '', answers: [] } })
    await tx.return.update({
      where: { id },
      data: {
        buyerEmail: null,
        buyerName: null,
        customerGid: null,
        declineNote: null,
        // The column is written from a value of exactly this type.
        decision: jsonColumn(withoutPerson(decision as unknown as Decision)),
        ...(consent === null ? {} : { consent: emptied(consent, ['words']) }),
        ...(feeChange === null ? {} : { feeChange: emptied(feeChange, ['reason']) }),
        ...(gift === null ? {} : { gift: emptied(gift, ['address']) }),
        redactedAt: at,
        version: { increment: 1 },
      },
    })
  }
  return rows.length
}

/** Everything that was mailed about their returns and to their addresses. What is about their cases went with those. */
async function deleteMessages(tx: Transaction, { shop, person }: About): Promise<{ readonly count: number }> {
  const count = await tx.$executeRaw`
    delete from "Message" where shop = ${shop}
      and ("returnId"::text = any(${[...person.returnIds]}::text[]) or lower(recipient) = any(${[...person.emails]}::text[]))`
  return { count }
}

/** A mail server's or Shopify's complaint may name whom it is about. */
async function forgetErrors(tx: Transaction, { shop, person }: About): Promise<void> {
  const { emails, phones, returnIds, caseIds } = person
  const known = [...emails, ...phones]
  const about = [...returnIds, ...caseIds]
  await tx.$executeRaw`
    update "OutboxJob" set "lastError" = null where shop = ${shop} and "lastError" is not null
      and (exists (select 1 from unnest(${known}::text[]) one where position(one in lower("lastError")) > 0)
        or exists (select 1 from unnest(${about}::text[]) one where position(one in payload::text) > 0))`
}

async function redactEvents(tx: Transaction, { shop, person, at }: About): Promise<number> {
  const rows = await tx.event.findMany({
    where: { shop, returnId: { in: [...person.returnIds] }, redactedAt: null },
  })
  let count = 0
  for (const row of rows) {
    const texts = Object.hasOwn(personalTexts, row.kind)
      ? personalTexts[row.kind as ReturnEventKind] // Just checked: the kind is one of ours.
      : []
    if (texts.length === 0) continue
    const data = emptied(row.data, texts)
    const redactedHash = redactedEventHash({
      ...row,
      data,
      previousHash: row.previousHash ?? '',
      redactedAt: at,
    })
    await tx.event.updateMany({ where: { id: row.id }, data: { data, redactedAt: at, redactedHash } })
    count += 1
  }
  return count
}

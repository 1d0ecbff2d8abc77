import type { LedgerEntry } from '@prisma/client'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { hashOf } from '../hash-chain.ts'
import { redactedEntryHash } from '../ledger.server.ts'
import { asEraser } from './as-eraser.server.ts'
import { emptied } from './emptied.ts'
import type { Person } from './person.server.ts'

type About = { readonly shop: ShopDomain; readonly person: Person; readonly at: string }

/**
 * Takes the words of people out of what is written about money: notes, what Shopify said, and whose limit a payment counted for. Amounts,
 * ids, states and the chain of the ledger stay; what was asked of Shopify stays but for its note.
 */
export function redactMoney(
  tx: Transaction,
  about: About,
): Promise<{ readonly payments: number; readonly entries: number }> {
  return asEraser(tx, async () => {
    const payments = await redactIntents(tx, about)
    await redactApprovals(tx, about)
    await tx.limitEntry.updateMany({
      where: { ...ofOrders(about), redactedAt: null, buyerKey: { not: null } },
      data: { buyerKey: '', redactedAt: about.at },
    })
    return { payments, entries: await redactEntries(tx, about) }
  })
}

const ofOrders = ({ shop, person }: About) => ({ shop, orderGid: { in: [...person.orderGids] } })

const ofReturns = ({ shop, person }: About) => ({
  shop,
  returnId: { in: [...person.returnIds] },
  redactedAt: null,
})

async function redactIntents(tx: Transaction, about: About): Promise<number> {
  const rows = await tx.moneyIntent.findMany({
    where: ofReturns(about),
    select: { id: true, request: true, report: true },
  })
  for (const { id, request, report } of rows) {
    const asked = emptied(request, ['note', 'reason'])
    // The hash is of what is there: a request that nobody sent yet goes on with it.
    const data = { request: asked, requestHash: hashOf(asked), redactedAt: about.at }
    const said = report === null ? {} : { report: emptied(report, ['words']) }
    await tx.moneyIntent.updateMany({ where: { id }, data: { ...data, ...said } })
  }
  return rows.length
}

async function redactApprovals(tx: Transaction, about: About): Promise<void> {
  const rows = await tx.moneyApproval.findMany({
    where: ofReturns(about),
    select: { id: true, request: true },
  })
  for (const { id, request } of rows) {
    const asked = emptied(request, ['note', 'reason'])
    const data = { request: asked, requestHash: hashOf(asked), note: '', redactedAt: about.at }
    await tx.moneyApproval.updateMany({ where: { id }, data })
  }
}

/** Only who accepts a difference writes into the ledger; its key stays before the words. */
async function redactEntries(tx: Transaction, about: About): Promise<number> {
  const rows = await tx.ledgerEntry.findMany({
    where: { ...ofOrders(about), kind: 'adjusted', redactedAt: null },
  })
  for (const row of rows) {
    const left: LedgerEntry = {
      ...row,
      note: /^\[[^\]]*\]/.exec(row.note)?.[0] ?? '',
      redactedAt: new Date(about.at),
    }
    const { note, redactedAt } = left
    await tx.ledgerEntry.updateMany({
      where: { shop: row.shop, sequence: row.sequence },
      data: { note, redactedAt, redactedHash: redactedEntryHash(about.shop, left) },
    })
  }
  return rows.length
}

import type { ShopDomain } from '#app/domain/ids.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { type ComplianceResult, finishComplianceRequest } from '../compliance-request.server.ts'
import { asEraser } from './as-eraser.server.ts'

/** Rows that other rows need come after those: nothing is deleted by a cascade, which no trigger would let pass. */
const first = [
  'Photo',
  'ReceivedItem',
  'Event',
  'MoneyApproval',
  'LimitEntry',
  'MoneyIntent',
  'ReturnLine',
  'Return',
]
const firstOfCases = ['CaseMessage', 'Case', 'ReplayChange', 'ReplayRun']
/** Without these nobody would go on after a crash: they go together, with the word that it is done. */
const last = ['OutboxJob', 'Shop']

const rowsAtOnce = 5000

/**
 * Deletes everything of a shop that does not have the app any more, part by part so that no transaction gets long; what was deleted
 * stays deleted, and the next attempt goes on. In the end only the request is left, with how many rows went.
 */
export async function eraseShop(
  shop: ShopDomain,
  request: { readonly id: string; readonly at: () => string },
): Promise<ComplianceResult> {
  const names = await withShop(shop, tablesOf)
  const ordered = [
    ...new Set([...first, ...firstOfCases, ...names.filter((name) => !last.includes(name))]),
  ].filter((name) => names.includes(name))
  const rows: Record<string, number> = {}
  for (const name of ordered) {
    let count = 0
    for (let part = rowsAtOnce; part === rowsAtOnce; count += part)
      part = await withShop(shop, (tx) => asEraser(tx, () => deletePart(tx, shop, name)))
    if (count > 0) rows[name] = count
  }
  await withShop(shop, async (tx) => {
    await tx.$executeRaw`select homeward_forget_sessions()`
    for (const name of last)
      rows[name] = await asEraser(tx, () =>
        tx.$executeRawUnsafe(`delete from "${name}" where shop = $1`, shop),
      )
    await finishComplianceRequest(tx, { id: request.id, at: request.at(), result: { rows } })
  })
  return { rows }
}

/** Every table that rows of a shop can be deleted from: the catalogue knows, so that none is forgotten. */
async function tablesOf(tx: Transaction): Promise<string[]> {
  const found = await tx.$queryRaw<{ name: string }[]>`
    select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attname = 'shop'
      and has_table_privilege('homeward_eraser', c.oid, 'DELETE')
    order by c.relname`
  return found.map(({ name }) => name)
}

/** The name comes from the catalogue. */
function deletePart(tx: Transaction, shop: ShopDomain, name: string): Promise<number> {
  return tx.$executeRawUnsafe(
    `delete from "${name}" where ctid in (select ctid from "${name}" where shop = $1 limit ${rowsAtOnce})`,
    shop,
  )
}

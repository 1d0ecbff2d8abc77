import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { getReturn, lockReturn } from '#app/db/return.server.ts'
import { isPositive, isZero, sum, zero } from '#app/domain/money.ts'
import { chosenLines, payWhenOfRequest } from '#app/domain/policy/request.ts'
import { type Quote, worthOf } from '#app/domain/refund/quote.ts'
import type { JobId } from './outbox.server.ts'
import { handOver } from './queue.server.ts'
import { intendRefund } from './refund-intent.server.ts'
import { linesForMethod, refundableUnits } from './refund-units.ts'

/** Whether the policy that judged the return pays it as soon as it is approved. */
export function paysOnApproval(record: Pick<ReturnRecord, 'decision' | 'lines'>): boolean {
  return payMomentOf(record) === 'on_approval'
}

/** When the policy that judged the return lets its money move. */
export function payMomentOf(record: Pick<ReturnRecord, 'decision' | 'lines'>) {
  const lineIds = record.lines.map((line) => line.lineId)
  return payWhenOfRequest(chosenLines(record.decision, lineIds))
}

/** Intends the refund of a return that is approved, open in Shopify and paid on approval: exactly what was promised. */
export async function payOnApproval(ctx: ShopContext, returnId: ReturnRecord['id']): Promise<void> {
  const jobs = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, returnId)
    // Goods that the buyer keeps are not waited for.
    const isDue = record !== null && (paysOnApproval(record) || record.keepsItems)
    return isDue ? intendPromised(ctx, tx, record) : []
  })
  await handOver(ctx.shop, jobs)
}

/**
 * Intends what was promised for a return whose goods are not here yet, one intent for each way of paying. The return's lock is
 * held. Running it twice finds the first intents; after a refused one a person decides, so it never makes a second.
 */
export async function intendPromised(
  ctx: ShopContext,
  tx: Transaction,
  record: ReturnRecord,
): Promise<JobId[]> {
  const { promised } = record
  const isReady = record.status === 'approved' && record.shopifyReturnGid !== null
  if (!isReady || record.feeChange !== null || record.moneyIntents.length > 0) return []
  // An exchange is released with its goods, in a way of its own.
  if (promised === null || record.lines.some((line) => line.exchange !== null)) return []
  const jobs: JobId[] = []
  for (const { method, quote } of promisedParts(record, promised)) {
    const now = await getReturn(tx, record.id)
    const units = refundableUnits(now, method)
    if (!isPositive(quote.refund) || units.length === 0) continue
    const intended = await intendRefund(ctx, tx, { record: now, units, method, quote })
    if (intended.kind === 'created') jobs.push(intended.job)
  }
  return jobs
}

type Method = MoneyIntentRecord['method']

/**
 * The promise as each method pays it. Shopify charges the flat fees with what is processed first, so they stand on the
 * first part. A promise that Shopify's own limits changed cannot be split by us: then staff pay part after part.
 */
function promisedParts(
  record: ReturnRecord,
  promised: Quote,
): readonly { readonly method: Method; readonly quote: Quote }[] {
  const methods = (['original_payment', 'store_credit'] as const).filter((method) =>
    promised.lines.some((line) => (line.outcome === 'store_credit') === (method === 'store_credit')),
  )
  const [only] = methods
  if (methods.length === 1 && only !== undefined) return [{ method: only, quote: promised }]
  if (!isZero(promised.adjustment) || isPositive(promised.shipping) || isPositive(promised.duties)) return []
  return methods.map((method, index) => ({
    method,
    quote: partOf(record, promised, { method, isFirst: index === 0 }),
  }))
}

function partOf(
  record: ReturnRecord,
  promised: Quote,
  { method, isFirst }: { readonly method: Method; readonly isFirst: boolean },
): Quote {
  const { currency, taxesIncluded } = promised
  const own = new Set(linesForMethod(record, method).map((line) => line.lineId))
  const lines = promised.lines.filter((line) => own.has(line.lineId))
  const nothing = zero(currency)
  const fee = isFirst ? promised.returnShippingFee : nothing
  const worth = sum(
    lines.map((line) => worthOf(line, taxesIncluded)),
    currency,
  )
  const refund = { minor: worth.minor - fee.minor, currency }
  const bonus = method === 'store_credit' ? promised.bonus : nothing
  return {
    ...promised,
    outcome: method === 'store_credit' ? 'store_credit' : 'refund',
    lines,
    returnShippingFee: fee,
    fees: isFirst ? promised.fees : [],
    refund,
    bonus,
    total: { minor: refund.minor + bonus.minor, currency },
    tenders: [],
    inShopCurrency: null,
  }
}

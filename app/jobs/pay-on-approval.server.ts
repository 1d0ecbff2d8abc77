import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { Exceeded } from '#app/domain/limits.ts'
import { formatMoney, isPositive, isZero, type Money, sum, zero } from '#app/domain/money.ts'
import { chosenLines, payWhenOfRequest } from '#app/domain/policy/request.ts'
import { type Quote, worthOf } from '#app/domain/refund/quote.ts'
import type { JobId } from './outbox.server.ts'
import { type AskPermit, permitAutomatic } from './permit-automatic.ts'
import { handOver } from './queue.server.ts'
import { recordEvents } from './record-events.server.ts'
import { intendRefund } from './refund-intent.server.ts'
import { linesForMethod, refundableUnits } from './refund-units.ts'

/** Whether the policy that judged the return pays it as soon as it is approved. */
export function paysOnApproval(record: Pick<ReturnRecord, 'decision' | 'lines'>): boolean {
  // Goods in exchange are sent when those that come back are here.
  if (record.lines.some(({ exchange }) => exchange !== null)) return false
  return payMomentOf(record) === 'on_approval'
}

/** When the policy that judged the return lets its money move. */
export function payMomentOf(record: Pick<ReturnRecord, 'decision' | 'lines'>) {
  const lineIds = record.lines.map((line) => line.lineId)
  return payWhenOfRequest(chosenLines(record.decision, lineIds))
}

function keepsByPolicy({ keepsItems, decision, lines }: ReturnRecord): boolean {
  const lineIds = lines.map((line) => line.lineId)
  return keepsItems && chosenLines(decision, lineIds).every((line) => line.terms.keepItem)
}

/** Intends the refund of a return that is approved, open in Shopify and paid on approval: exactly what was promised. */
export async function payOnApproval(ctx: ShopContext, returnId: ReturnRecord['id']): Promise<void> {
  const jobs = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, returnId)
    // Goods that the policy lets the buyer keep are not waited for; where a person decided so, a person pays.
    const isDue = record !== null && (paysOnApproval(record) || keepsByPolicy(record))
    return isDue ? intendPromised(ctx, tx, record) : []
  })
  await handOver(ctx.shop, jobs)
}

/**
 * Intends what was promised for a return whose goods are not here yet, one intent for each way of paying. The return's lock is
 * held. Running it twice finds the first intents; after a refused one a person decides, so it never makes a second. What is
 * above the limits (`permit`; those of what the policy pays by itself where it is absent) is not intended: it waits for a person.
 */
export async function intendPromised(
  ctx: ShopContext,
  tx: Transaction,
  record: ReturnRecord,
  permit: AskPermit = (payment) => permitAutomatic(ctx, tx, payment),
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
    const permitted = await permit({ record: now, method, quote })
    if (!permitted.ok) {
      jobs.push(
        ...(await waitForPerson(ctx, tx, { record: now, amount: quote.total, because: permitted.error })),
      )
      continue
    }
    const intended = await intendRefund(ctx, tx, { record: now, units, method, quote })
    if (intended.kind !== 'created') continue
    await permitted.value.charge(tx, intended.intentId)
    jobs.push(intended.job)
  }
  return jobs
}

/** Says, once, that nothing is paid by itself because it would be above a limit. */
async function waitForPerson(
  ctx: ShopContext,
  tx: Transaction,
  wait: { readonly record: ReturnRecord; readonly amount: Money; readonly because: readonly Exceeded[] },
): Promise<readonly JobId[]> {
  const { record, amount, because } = wait
  if (record.attention === aboveLimit) return []
  await changeReturn(tx, record, { attention: aboveLimit })
  const limits = because.flatMap(({ limit }) => (limit === null ? [] : [formatMoney(limit, 'en')]))
  const words = [formatMoney(amount, 'en'), ...limits].join(' > ')
  const system = { ...ctx, actor: { kind: 'system' as const } }
  const events = [{ kind: 'attention_needed' as const, because: aboveLimit, words }]
  return (await recordEvents(system, tx, { returnId: record.id, events })).jobs
}

/** Why a person must look at a return that nobody may pay without one. */
export const aboveLimit = 'above_limit'

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

import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { Exceeded } from '#app/domain/limits.ts'
import { formatMoney, isPositive, type Money } from '#app/domain/money.ts'
import { chosenLines, payWhenOfRequest } from '#app/domain/policy/request.ts'
import { splitQuote } from '#app/domain/refund/split-quote.ts'
import { stakeOf } from '#app/domain/refund/stake.ts'
import { lacksGoods } from './exchange-goods.ts'
import type { JobId } from './outbox.server.ts'
import { type AskPermit, permitAutomatic } from './permit-automatic.ts'
import { handOver } from './queue.server.ts'
import { recordEvents } from './record-events.server.ts'
import { intendRefund } from './refund-intent.server.ts'
import { dueExtras, refundableUnits } from './refund-units.ts'

/** Whether the policy that judged the return pays it as soon as it is approved. */
export function paysOnApproval(record: Pick<ReturnRecord, 'decision' | 'lines'>): boolean {
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

/** Goods that the policy lets the buyer keep are not waited for; where a person decided so, a person pays. */
function isPaidOnApproval(record: ReturnRecord): boolean {
  return paysOnApproval(record) || keepsByPolicy(record)
}

/**
 * Intends the refund of a return that is approved, open in Shopify and paid on approval: exactly what was promised. `read` is the
 * return as it was read lately.
 */
export async function payOnApproval(ctx: ShopContext, read: ReturnRecord): Promise<void> {
  // Most returns are paid when their goods are here: nothing is locked for them.
  if (!isPaidOnApproval(read)) return
  const jobs = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, read.id)
    return record !== null && isPaidOnApproval(record) ? intendPromised(ctx, tx, record) : []
  })
  await handOver(ctx.shop, jobs)
}

/**
 * Intends what was promised for a return whose goods are not here yet, one intent for each way of paying, goods in exchange with
 * the original payment. The return's lock is
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
  // Nobody pays the credit of a gift before the goods were looked at, and then a person does.
  if (promised === null || (record.gift !== null && isPositive(promised.refund))) return []
  const jobs: JobId[] = []
  for (const { method, quote } of splitQuote(promised)) {
    const now = await getReturn(tx, record.id)
    const units = refundableUnits(now, method)
    const isPayable = isPositive(quote.refund) || quote.exchanges.length > 0
    // Goods that Shopify does not know of cannot be sent: a person looks why.
    if (!isPayable || units.length === 0 || lacksGoods(now, units)) continue
    const permitted = await permit({ record: now, method, quote })
    if (!permitted.ok) {
      jobs.push(
        ...(await waitForPerson(ctx, tx, { record: now, amount: stakeOf(quote), because: permitted.error })),
      )
      continue
    }
    const extras = dueExtras(now)
    const intended = await intendRefund(ctx, tx, { record: now, units, method, extras, quote })
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

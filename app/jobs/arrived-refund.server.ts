import type { ShopContext } from '#app/context.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { isPositive } from '#app/domain/money.ts'
import { readExchangeLines, type ShopifyExchangeLine } from '#app/shopify/exchanges.server.ts'
import type { ShopifyRefund, ShopifyReturnState } from '#app/shopify/return-state.server.ts'
import type { RefundOutcome } from './refund-outcome.server.ts'
import { RefundSnapshot } from './refund-request.ts'

/** Our refund among those of a return: by the note that only this intent has. */
export function refundOf(
  refunds: readonly ShopifyRefund[],
  intent: Pick<MoneyIntentRecord, 'correlation'>,
): ShopifyRefund | null {
  return refunds.find((refund) => refund.note.includes(intent.correlation)) ?? null
}

/**
 * What was sent, where it is found in Shopify; null where it left no trace. Money is found by its note. Goods exchanged for
 * goods make no refund that could carry one: there all units of the call being processed, those that came back and those
 * that go out, is the proof. Whoever processed them, they must not be processed a second time.
 */
export async function arrivedOf(
  ctx: ShopContext,
  parts: {
    readonly record: ReturnRecord
    readonly intent: MoneyIntentRecord
    readonly state: ShopifyReturnState
  },
): Promise<Extract<RefundOutcome, { kind: 'applied' }> | null> {
  const { record, intent, state } = parts
  const refund = refundOf(state.refunds, intent)
  if (refund !== null) return { kind: 'applied', refund }
  const snapshot = RefundSnapshot.safeParse(intent.snapshot).data
  const gid = record.shopifyReturnGid
  if (gid === null || snapshot === undefined || isPositive(intent.amount) || snapshot.exchanges.length === 0)
    return null
  const goods = await readExchangeLines(ctx.admin, { gid, lineCount: record.lines.length })
  return goods !== null && isAllProcessed(snapshot, state, goods) ? { kind: 'applied', refund: null } : null
}

function isAllProcessed(
  { sent, lines, exchanges }: RefundSnapshot,
  state: ShopifyReturnState,
  goods: readonly ShopifyExchangeLine[],
): boolean {
  const cameBack = sent.every(({ gid, quantity }) => {
    const before = lines.find((line) => line.gid === gid)?.processed ?? 0
    const now = state.lines.find((line) => line.gid === gid)?.processed ?? 0
    return now >= before + quantity
  })
  return (
    cameBack &&
    exchanges.every((one) => {
      const now = goods.find(({ gid }) => gid === one.gid)?.processed ?? 0
      return now >= one.processed + one.sent
    })
  )
}

import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { mustMoneyMove } from '#app/db/kill-switch.server.ts'
import { changeMoneyIntent, findMoneyIntent, type MoneyIntentChange } from '#app/db/money-intent.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { findReturn, lockOrder } from '#app/db/return.server.ts'
import { isOrderBusy } from './order-busy.server.ts'

/** An intent and the return that it pays for. */
export type LoadedIntent = { readonly intent: MoneyIntentRecord; readonly record: ReturnRecord }

/** Reads an intent with its return; null where there is none. */
export function loadIntent(ctx: ShopContext, intentId: string): Promise<LoadedIntent | null> {
  return withShop(ctx.shop, async (tx) => {
    const intent = await findMoneyIntent(tx, intentId)
    const record = intent === null ? null : await findReturn(tx, intent.returnId)
    return intent === null || record === null ? null : { intent, record }
  })
}

/**
 * Commits that the call is about to leave. One refund at a time per order, whatever it is for: while another one is out or its
 * outcome unknown, amounts are not to be trusted, so this waits (throws). Answers the intent as it is sent, null when somebody
 * else has it.
 */
export function markSent(
  ctx: ShopContext,
  { intent, record: { orderGid } }: LoadedIntent,
  change: Omit<MoneyIntentChange, 'state' | 'countSend'>,
): Promise<MoneyIntentRecord | null> {
  return withShop(ctx.shop, async (tx) => {
    await mustMoneyMove(tx, ctx.shop)
    await lockOrder(tx, ctx.shop, orderGid)
    const isBusy = await isOrderBusy(tx, { shop: ctx.shop, orderGid, intentId: intent.id })
    if (isBusy) throw new Error('Another refund of this order has no answer yet')
    const isOurs = await changeMoneyIntent(tx, intent, { ...change, state: 'sent', countSend: true })
    return isOurs ? findMoneyIntent(tx, intent.id) : null
  })
}

/** Says that this sending certainly did nothing; only what it left: another worker may have sent the intent again meanwhile. */
export async function takeBack(
  ctx: ShopContext,
  intent: MoneyIntentRecord,
  state: 'intended' | 'unknown',
): Promise<void> {
  await withShop(ctx.shop, async (tx) => {
    const now = await findMoneyIntent(tx, intent.id)
    if (now?.state === 'sent' && now.sendCount === intent.sendCount)
      await changeMoneyIntent(tx, now, { state })
  })
}

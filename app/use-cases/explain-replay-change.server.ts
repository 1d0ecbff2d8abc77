import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findOrderFacts, withReplayedBuyers } from '#app/db/order-facts.server.ts'
import { listPastReturns } from '#app/db/past-returns.server.ts'
import { findReplayChange, findReplayRun, type ReplayChangeRecord } from '#app/db/replay-run.server.ts'
import { OrderGid } from '#app/domain/ids.ts'
import type { LineFacts } from '#app/domain/order.ts'
import type { Decision } from '#app/domain/policy/decision.ts'
import { explainReplay } from '#app/domain/replay/explain-replay.ts'
import { requestOfOrder, requestOfReturn } from '#app/domain/replay/past-request.ts'
import { err, ok, type Result } from '#app/domain/result.ts'

/** Both decisions for a changed order or return, whole, with the facts as they are kept now. */
export type ExplainedChange = {
  readonly change: ReplayChangeRecord
  /** The lines as they were asked back. */
  readonly lines: readonly LineFacts[]
  readonly at: string
  readonly before: Decision
  readonly after: Decision
}

/** Writes both decisions of a change out, with every rule and condition. `gone`: the order or the replay is not kept any more. */
export async function explainReplayChange(
  ctx: ShopContext,
  { runId, subject }: { readonly runId: string; readonly subject: string },
): Promise<Result<ExplainedChange, { readonly kind: 'gone' }>> {
  const { shop } = ctx
  const found = await withShop(shop, async (tx) => {
    const run = await findReplayRun(tx, shop, runId)
    const change = await findReplayChange(tx, shop, { runId, subject })
    if (run === null || change === null) return null
    const kept = await findOrderFacts(tx, shop, OrderGid.parse(change.orderGid))
    if (kept === null) return null
    const [order = kept] = await withReplayedBuyers(tx, shop, [kept])
    const returns = await listPastReturns(tx, shop, [kept])
    return { run, change, order, past: returns.get(change.orderGid)?.find(({ id }) => id === subject) }
  })
  if (found === null) return err({ kind: 'gone' })
  const { run, change, order, past } = found
  const { asked, createdAt: now } = run
  const request =
    change.change.kind === 'order'
      ? requestOfOrder(order, { ...asked, now })
      : past === undefined
        ? null
        : requestOfReturn(order, past, asked)
  if (request === null) return err({ kind: 'gone' })
  const { before, after } = explainReplay(request, run, asked.timeZone)
  return ok({ change, lines: request.parts.map(({ line }) => line), at: request.at, before, after })
}

import type { ShopContext } from '#app/context.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { chosenLines } from '#app/domain/policy/request.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { type Forbidden, isAtLeast } from '#app/domain/roles.ts'
import { auditRefusal } from './may-act.server.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'
import { runReturnCommand } from './return-command.server.ts'

/**
 * Approves a request that waits for a person, and tells Shopify and the shopper. What the policy gives to a manager an agent
 * cannot approve.
 */
export async function approveReturn(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId },
): Promise<Result<ReturnCommandDone, ReturnCommandError>> {
  const { returnId } = input
  const { role } = ctx
  const isManager = role !== null && isAtLeast(role, 'manager')
  const forbidden: Forbidden = { kind: 'forbidden', action: 'return.approve', role, needs: 'manager' }
  const done = await runReturnCommand<Forbidden>(ctx, {
    returnId,
    command: 'approve',
    plan: (record) =>
      isManager || !waitsForManager(record)
        ? ok({
            change: { decidedAt: ctx.now(), attention: null },
            events: [{ kind: 'approved' }],
            job: 'approve-shopify-return',
          })
        : err(forbidden),
  })
  if (!done.ok && done.error === forbidden)
    await auditRefusal(ctx, { action: 'return.approve', because: 'role', returnId })
  return done
}

function waitsForManager({ decision, lines }: ReturnRecord): boolean {
  const judged = chosenLines(
    decision,
    lines.map(({ lineId }) => lineId),
  )
  return judged.some(({ terms, verdict }) => verdict === 'review' && terms.review === 'manager')
}

import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Result } from '#app/domain/result.ts'
import { type Forbidden, mayDo, type StaffAction } from '#app/domain/roles.ts'

/**
 * The door of every use-case that changes something for staff: answers whether who acts may do it by their role. A refusal
 * is written to the shop's log before it is answered.
 */
export async function mayAct(
  ctx: ShopContext,
  action: StaffAction,
  returnId: ReturnId | null = null,
): Promise<Result<null, Forbidden>> {
  const allowed = mayDo(ctx.role, action)
  if (!allowed.ok) await auditRefusal(ctx, { action, because: 'role', returnId })
  return allowed
}

/** Writes to the shop's log that somebody tried what they may not do. */
export async function auditRefusal(
  ctx: ShopContext,
  tried: {
    readonly action: StaffAction
    readonly because: string
    readonly returnId: ReturnId | null
  },
): Promise<void> {
  const { shop, actor, role } = ctx
  const event = { kind: 'action_refused', role, ...tried } as const
  await withShop(shop, (tx) => appendAudit(tx, { shop, actor, at: ctx.now(), event }))
}

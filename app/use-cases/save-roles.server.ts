import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import { giveRole, lockStaff } from '#app/db/staff-role.server.ts'
import { ok, type Result } from '#app/domain/result.ts'
import { type Member, planRoles, type RoleChangeError } from '#app/domain/roles.ts'
import { auditRefusal } from './may-act.server.ts'

/**
 * Gives people roles, all or none. Only an admin may, by the role that is stored at this moment; the shop never ends up
 * without an admin. A change holds from the next page or action of the person on.
 */
export async function saveRoles(
  ctx: ShopContext,
  input: { readonly roles: readonly Member[] },
): Promise<Result<null, RoleChangeError>> {
  const { shop, actor } = ctx
  const by = actor.kind === 'staff' ? actor.id : ''
  const saved = await withShop(shop, async (tx): Promise<Result<null, RoleChangeError>> => {
    const people = await lockStaff(tx, shop)
    const planned = planRoles(people, input.roles, by)
    if (!planned.ok) return planned
    for (const { userId, from, to } of planned.value) {
      await giveRole(tx, { shop, userId, role: to })
      const name = people.find((person) => person.userId === userId)?.name ?? userId
      const event = { kind: 'role_changed', userId, name, from, to } as const
      await appendAudit(tx, { shop, actor, at: ctx.now(), event })
    }
    return ok(null)
  })
  if (!saved.ok && saved.error.kind !== 'unknown_person') {
    const because = saved.error.kind === 'forbidden' ? 'role' : saved.error.kind
    await auditRefusal(ctx, { action: 'roles.save', because, returnId: null })
  }
  return saved
}

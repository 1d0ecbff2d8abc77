import { z } from 'zod'
import type { Performed } from '#app/admin-command.server.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { Limits } from '#app/domain/limits.ts'
import { Role, type RoleChangeError } from '#app/domain/roles.ts'
import { saveLimits, type SaveLimitsError } from '#app/use-cases/save-limits.server.ts'
import { saveRoles } from '#app/use-cases/save-roles.server.ts'
import { startMoney } from '#app/use-cases/start-money.server.ts'
import { stopMoney } from '#app/use-cases/stop-money.server.ts'
import { sayLimitProblems } from './limits-form.ts'

export const SafetyChange = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('save'),
    /** Absent: left as they are. */
    roles: z
      .array(z.object({ userId: z.string().max(64), role: Role }))
      .max(1000)
      .optional(),
    limits: z.object({ limits: Limits, version: z.int().min(0) }).optional(),
  }),
  z.object({ intent: z.literal('stop'), reason: z.string().max(2000) }),
  z.object({ intent: z.literal('start') }),
])

export type SafetyChange = z.infer<typeof SafetyChange>

/** Changes roles and limits, or stops and starts payments. Problems with limits are named by `role.` and the field's name. */
export async function changeSafety(ctx: ShopContext, change: SafetyChange): Promise<Performed> {
  switch (change.intent) {
    case 'stop': {
      const stopped = await stopMoney(ctx, change)
      return stopped.ok ? { ok: true, message: 'Payments stopped' } : refused(stopped.error)
    }
    case 'start': {
      const started = await startMoney(ctx)
      return started.ok ? { ok: true, message: 'Payments go on' } : refused(started.error)
    }
    case 'save': {
      const { limits, roles } = change
      const limited = limits ? await saveLimits(ctx, limits) : null
      if (limited?.ok === false) return refused(limited.error)
      const given = roles ? await saveRoles(ctx, { roles }) : null
      if (given?.ok === false) return refused(given.error)
      return { ok: true, message: 'Payment safety saved' }
    }
  }
}

function refused(error: SaveLimitsError | RoleChangeError): Performed {
  const say = (status: 200 | 403 | 409, message: string) => ({ ok: false as const, status, message })
  switch (error.kind) {
    case 'forbidden':
      return say(403, sayForbidden(error))
    case 'last_admin':
      return say(409, 'The store needs an admin. Make somebody else admin first; nothing was changed.')
    case 'unknown_person':
      return say(409, 'Somebody on this page is not known any more. Load the page anew.')
    case 'limits_conflict':
      return say(409, 'Somebody else changed the limits a moment ago. Load the page anew, then decide.')
    case 'invalid_limits':
      return {
        ...say(200, 'The limits were not saved. Mend the marked fields.'),
        fields: sayLimitProblems(error.problems),
      }
  }
}

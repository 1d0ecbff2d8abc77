import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { needsConsent } from '#app/domain/policy/law/withdrawal.ts'
import { chosenLines } from '#app/domain/policy/request.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { mayAct } from './may-act.server.ts'
import type { ReturnCommandError } from './return-command-error.ts'

/** How the buyer said it. */
export const consentWays = ['phone', 'mail', 'in_person'] as const
export type ConsentWay = (typeof consentWays)[number]

export type RecordConsentError =
  | ReturnCommandError
  /** Who writes it down must say what the buyer agreed to. */
  | { readonly kind: 'note_missing' }
  /** The law asks for no consent here, or there is one already. */
  | { readonly kind: 'not_needed' }

const longestNote = 500

/**
 * Writes down that the buyer agreed to be paid in store credit although the law wants the payment reversed: who heard it, when, how,
 * and in what words. It stands in the history and with the return; from then on store credit is offered for it.
 */
export async function recordConsent(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly way: ConsentWay; readonly note: string },
): Promise<Result<null, RecordConsentError>> {
  const allowed = await mayAct(ctx, 'consent.record', input.returnId)
  if (!allowed.ok) return allowed
  const note = input.note.trim().slice(0, longestNote)
  if (note === '') return err({ kind: 'note_missing' })
  const done = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, input.returnId)
    if (record === null) return err({ kind: 'not_found' } as const)
    if (!['in_review', 'approved', 'received'].includes(record.status))
      return err({ kind: 'not_allowed', status: record.status } as const)
    const lines = chosenLines(
      record.decision,
      record.lines.map(({ lineId }) => lineId),
    )
    if (record.consent !== null || !needsConsent(lines, 'store_credit'))
      return err({ kind: 'not_needed' } as const)
    const consent = { words: note, at: ctx.now(), locale: record.locale }
    if (!(await changeReturn(tx, record, { consent }))) return err({ kind: 'conflict', by: null } as const)
    const events = [{ kind: 'consent_recorded' as const, way: input.way, note }]
    return ok((await recordEvents(ctx, tx, { returnId: record.id, events })).jobs)
  })
  if (!done.ok) return done
  await handOver(ctx.shop, done.value)
  return ok(null)
}

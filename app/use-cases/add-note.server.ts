import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { mayAct } from './may-act.server.ts'

export type AddNoteError =
  | Forbidden
  | { readonly kind: 'not_found' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'note_too_long'; readonly limit: number }

const longestNote = 2000

/** Adds a staff note to the timeline. The shopper never sees it. */
export async function addNote(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly text: string },
): Promise<Result<null, AddNoteError>> {
  const allowed = await mayAct(ctx, 'note.add', input.returnId)
  if (!allowed.ok) return allowed
  const text = input.text.trim()
  if (text === '') return err({ kind: 'empty' })
  if (text.length > longestNote) return err({ kind: 'note_too_long', limit: longestNote })
  const { returnId } = input
  return withShop(ctx.shop, async (tx) => {
    if ((await findReturn(tx, returnId)) === null) return err({ kind: 'not_found' })
    await recordEvents(ctx, tx, { returnId, events: [{ kind: 'note_added', text }] })
    return ok(null)
  })
}

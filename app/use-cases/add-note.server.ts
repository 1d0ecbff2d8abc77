import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, type Result } from '#app/domain/result.ts'

export type AddNoteError =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'note_too_long'; readonly limit: number }

/** Adds a staff note to the timeline. The shopper never sees it. */
export async function addNote(
  _ctx: ShopContext,
  _input: { readonly returnId: ReturnId; readonly text: string },
): Promise<Result<null, AddNoteError>> {
  return err({ kind: 'not_found' })
}

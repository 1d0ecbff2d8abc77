import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { lockReturn } from '#app/db/return.server.ts'
import { trackingOf } from '#app/domain/events.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'

export type AddTrackingError =
  | { readonly kind: 'not_found' }
  /** Nothing is waited for, or the parcel is known already. */
  | { readonly kind: 'not_open' }
  | { readonly kind: 'invalid'; readonly fields: readonly ('carrier' | 'code')[] }
  | { readonly kind: 'too_often' }

/** Enough for every typing mistake. */
const mostChanges = 10

/** How the shopper sends the parcel herself; the same again is nothing new. Whether it is true, the first scan will say. */
export async function addTracking(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly carrier: string; readonly code: string },
): Promise<Result<null, AddTrackingError>> {
  const carrier = input.carrier.normalize('NFKC').replace(/\s+/g, ' ').trim()
  const code = input.code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  const fields = [
    ...(/^[\p{L}\p{N}][\p{L}\p{N} .&'+-]{0,39}$/u.test(carrier) ? [] : (['carrier'] as const)),
    ...(/^[A-Z0-9]{5,40}$/.test(code) ? [] : (['code'] as const)),
  ]
  if (fields.length > 0) return err({ kind: 'invalid', fields })
  const { returnId } = input
  return withShop(ctx.shop, async (tx): Promise<Result<null, AddTrackingError>> => {
    const record = await lockReturn(tx, returnId)
    if (record === null) return err({ kind: 'not_found' })
    if (record.status !== 'approved' || record.scannedAt !== null || record.keepsItems)
      return err({ kind: 'not_open' })
    const events = await listEvents(tx, ctx.shop, returnId)
    const known = trackingOf(events)
    if (known?.carrier === carrier && known.code === code) return ok(null)
    const changes = events.filter(({ event }) => event.kind === 'tracking_added').length
    if (changes >= mostChanges) return err({ kind: 'too_often' })
    await recordEvents(ctx, tx, { returnId, events: [{ kind: 'tracking_added', carrier, code }] })
    return ok(null)
  })
}

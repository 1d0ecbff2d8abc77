import type { ShopContext } from '#app/context.server.ts'
import { addReceivedItems } from '#app/db/received-item.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { DispositionType } from '#app/domain/return.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'
import { runReturnCommand } from './return-command.server.ts'

export type ReceiveReturnInput = {
  readonly returnId: ReturnId
  readonly items: readonly {
    readonly returnLineId: string
    readonly quantity: number
    readonly disposition: DispositionType
    /** Where the unit is put back; must be given for RESTOCKED. */
    readonly locationGid: string | null
  }[]
}
export type ReceiveReturnError =
  | ReturnCommandError
  | {
      readonly kind: 'invalid_items'
      readonly items: readonly {
        readonly returnLineId: string
        readonly problem: 'unknown_line' | 'quantity_invalid' | 'quantity_exceeded' | 'location_missing'
        readonly receivable?: number
      }[]
    }
  | { readonly kind: 'nothing_selected' }

/**
 * Records what arrived and where each unit goes; Shopify restocks it. Units that a parcel should have held and did not are
 * MISSING: they are neither waited for nor paid.
 */
export async function receiveReturn(
  ctx: ShopContext,
  input: ReceiveReturnInput,
): Promise<Result<ReturnCommandDone, ReceiveReturnError>> {
  const { returnId } = input
  const items = input.items.filter((item) => item.quantity !== 0)
  if (items.length === 0) return err({ kind: 'nothing_selected' })
  return runReturnCommand<ReceiveReturnError>(ctx, {
    returnId,
    command: 'receive',
    plan: (record) => {
      const problems = problemsOf(record, items)
      if (problems.length > 0) return err({ kind: 'invalid_items', items: problems })
      return ok({
        change: { receivedAt: record.receivedAt ?? ctx.now() },
        events: [{ kind: 'received', items: items.map((item) => ({ ...named(record, item) })) }],
        job: async (tx) => {
          const { shop, actor } = ctx
          const receivedItemIds = await addReceivedItems(tx, { shop, returnId, actor, at: ctx.now(), items })
          const payload = { returnId, receivedItemIds }
          return enqueue(tx, { shop, name: 'dispose-items', payload, now: ctx.now() })
        },
      })
    },
  })
}

type Item = ReceiveReturnInput['items'][number]
type Problem = Extract<ReceiveReturnError, { kind: 'invalid_items' }>['items'][number]

function named(record: ReturnRecord, { returnLineId, quantity, disposition }: Item) {
  const title = record.lines.find((line) => line.id === returnLineId)?.title ?? ''
  return { returnLineId, title, quantity, disposition }
}

function problemsOf(record: ReturnRecord, items: readonly Item[]): Problem[] {
  const left = new Map(
    record.lines.map((line) => {
      const here = record.receivedItems.filter((item) => item.returnLineId === line.id)
      const expected = line.keepsItem ? 0 : line.quantity
      return [line.id, expected - here.reduce((units, item) => units + item.quantity, 0)]
    }),
  )
  return items.flatMap((item): Problem[] => {
    const { returnLineId, quantity } = item
    const receivable = left.get(returnLineId)
    if (receivable === undefined) return [{ returnLineId, problem: 'unknown_line' }]
    if (!Number.isSafeInteger(quantity) || quantity < 1)
      return [{ returnLineId, problem: 'quantity_invalid' }]
    if (quantity > receivable) return [{ returnLineId, problem: 'quantity_exceeded', receivable }]
    if (item.disposition === 'RESTOCKED' && item.locationGid === null) {
      return [{ returnLineId, problem: 'location_missing' }]
    }
    left.set(returnLineId, receivable - quantity)
    return []
  })
}

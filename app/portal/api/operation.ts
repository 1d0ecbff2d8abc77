import type { z } from 'zod'
import type { ShopContext } from '#app/context.server.ts'
import type { CustomerGid, ShopDomain } from '#app/domain/ids.ts'
import type { PortalText } from '../portal-text.ts'
import type { ApiAnswer } from './answers.ts'

/** Who asks: checked as a proxied request is, or by the origin that the shop has allowed. */
export type Caller = {
  readonly ctx: ShopContext
  readonly scope: { readonly shop: ShopDomain; readonly secret: string }
  /** The customer who is signed in on the storefront, where Shopify says so. */
  readonly customer: CustomerGid | null
  readonly network: string
  readonly text: PortalText
  readonly now: string
}

/** What an operation takes and answers, and one sentence about it. */
export type Described<Takes extends z.ZodType, Answers extends z.ZodType> = {
  readonly takes: Takes
  readonly answers: Answers
  readonly summary: string
}

/** An operation as the dispatcher calls it: with a body that may be anything. Null where the body is not what it takes. */
export type Operation = {
  readonly takes: z.ZodType
  readonly answers: z.ZodType
  readonly summary: string
  readonly run: (caller: Caller, body: unknown) => Promise<ApiAnswer> | { readonly issues: z.ZodError }
}

/** Ties an operation to the schema that its request is read by. */
export function operation<Takes extends z.ZodType, Answers extends z.ZodType>(
  described: Described<Takes, Answers>,
  work: (caller: Caller, input: z.infer<Takes>) => Promise<ApiAnswer>,
): Operation {
  return {
    ...described,
    run: (caller, body) => {
      const parsed = described.takes.safeParse(body)
      return parsed.success ? work(caller, parsed.data) : { issues: parsed.error }
    },
  }
}

import { z } from 'zod'
import { Money } from '../money.ts'

/**
 * What a line is exchanged for: as many units of a variant as come back. `rule` is the policy's (see `exchangePrice`),
 * `unitPrice` what one unit costs the buyer by that rule, before tax unless prices include it; `discountPerUnit` is what
 * Shopify is told to take off the variant's price of today for that.
 */
export const ExchangeChoice = z.object({
  variantGid: z.string(),
  title: z.string(),
  variantTitle: z.string().nullable(),
  rule: z.enum(['even_only', 'difference', 'price_paid']),
  listPrice: Money,
  discountPerUnit: Money,
})
export type ExchangeChoice = z.infer<typeof ExchangeChoice>

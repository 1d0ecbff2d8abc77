import { z } from 'zod'

/** Grounds on which a statute may allow to refuse a change of mind. "Final sale" is none of them. */
export const legalGrounds = [
  'made_to_order',
  'perishable',
  'hygiene_unsealed',
  'mixed_inseparably',
  'media_unsealed',
  'press',
  'dated_service',
  'digital_with_consent',
  'service_performed',
  'price_bound_to_market',
  'alcohol_delayed',
  'urgent_repair',
  'auction',
  'used_or_damaged',
  'personal_use',
] as const
export const LegalGround = z.enum(legalGrounds)
export type LegalGround = z.infer<typeof LegalGround>

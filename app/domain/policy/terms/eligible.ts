import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('yes') }),
  z.object({ kind: z.literal('no'), because: z.string().trim().min(1).max(200) }),
])
type Eligible = z.infer<typeof schema>

/** Whether the line may be returned at all. A refusal carries the merchant's own words for the shopper (plain text). */
export const eligible = {
  schema,
  words: (value: Eligible): Words =>
    value.kind === 'yes'
      ? { key: 'term.eligible.yes', params: {} }
      : { key: 'term.eligible.no', params: { because: value.because } },
} as const

import { z } from 'zod'
import { LegalGround } from '../legal-ground.ts'
import { LocalText } from '../local-text.ts'
import type { Words } from '../words.ts'

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('yes') }),
  z.object({ kind: z.literal('no'), because: LocalText, ground: LegalGround.nullable().default(null) }),
])
export type Eligible = z.infer<typeof schema>

/**
 * Whether the line may be returned at all. A refusal carries the merchant's own words for the shopper, by language, and the
 * ground that the law knows for it; without a ground the law's right stands against it.
 */
export const eligible = {
  schema,
  words: (value: Eligible): Words =>
    value.kind === 'yes'
      ? { key: 'term.eligible.yes', params: {} }
      : {
          key: value.ground === null ? 'term.eligible.no' : 'term.eligible.noWithGround',
          params: { because: value.because },
          of: value.ground === null ? [] : [{ key: `ground.${value.ground}`, params: {} }],
        },
} as const

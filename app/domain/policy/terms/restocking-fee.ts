import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.object({ percent: z.number().min(0).max(100).multipleOf(0.01) })
type RestockingFee = z.infer<typeof schema>

/** Per line, in per cent of the line's price after discounts (Shopify knows only a percentage), two decimals at most. */
export const restockingFee = {
  schema,
  words: ({ percent }: RestockingFee): Words =>
    percent === 0
      ? { key: 'term.restockingFee.none', params: {} }
      : { key: 'term.restockingFee.percent', params: { percent } },
} as const

import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.object({ storeCreditPercent: z.number().min(0).max(100).multipleOf(0.01) })
type Bonus = z.infer<typeof schema>

/** Extra on top for choosing store credit, per cent of the refunded amount of the line. Paid as its own intent after the refund settled. */
export const bonus = {
  schema,
  words: ({ storeCreditPercent }: Bonus): Words =>
    storeCreditPercent === 0
      ? { key: 'term.bonus.none', params: {} }
      : { key: 'term.bonus.percent', params: { percent: storeCreditPercent } },
} as const

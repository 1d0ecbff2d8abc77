import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.enum(['parts', 'whole'])
export type Bundles = z.infer<typeof schema>

/** Whether a bundle may come back in parts, or only whole: all its lines with all their units. */
export const bundles = {
  schema,
  words: (value: Bundles): Words => ({ key: `term.bundles.${value}`, params: {} }),
} as const

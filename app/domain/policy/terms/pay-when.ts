import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.enum(['on_approval', 'on_receipt'])
export type PayWhen = z.infer<typeof schema>

/** When money moves: as soon as the return is approved, or when staff have received the goods. */
export const payWhen = {
  schema,
  words: (value: PayWhen): Words => ({ key: `term.payWhen.${value}`, params: {} }),
} as const

import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.boolean()

/** Whether the shopper is paid without sending the goods back. */
export const keepItem = {
  schema,
  words: (value: boolean): Words => ({ key: `term.keepItem.${value ? 'yes' : 'no'}`, params: {} }),
} as const

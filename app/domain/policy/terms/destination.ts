import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z
  .string()
  .regex(/^gid:\/\/shopify\/Location\/\d+$/)
  .nullable()
export type Destination = z.infer<typeof schema>

/** The location that the goods go to; null = where Shopify sends them by itself. */
export const destination = {
  schema,
  words: (value: Destination): Words =>
    value === null
      ? { key: 'term.destination.usual', params: {} }
      : { key: 'term.destination.location', params: { location: value } },
} as const

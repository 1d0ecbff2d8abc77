import { z } from 'zod'
import type { Words } from '../words.ts'

/** How goods may come back. */
export const ReturnMethod = z.enum(['own_parcel', 'prepaid_label', 'drop_off', 'in_store'])
export type ReturnMethod = z.infer<typeof ReturnMethod>

/** Ways back that the shopper may choose from, in the order shown. */
export const returnMethods = {
  schema: z
    .array(ReturnMethod)
    .min(1)
    .max(4)
    .refine((value) => new Set(value).size === value.length),
  words: (value: readonly ReturnMethod[]): Words => ({
    key: 'term.returnMethods',
    params: {},
    of: value.map((method) => ({ key: `returnMethod.${method}`, params: {} })),
  }),
} as const

import { z } from 'zod'
import type { Words } from '../words.ts'

/** From the soonest to the latest. */
const schema = z.enum(['on_approval', 'on_scan', 'on_receipt', 'on_inspection'])
export type PayWhen = z.infer<typeof schema>

/** When money moves: as soon as the return is approved, when the carrier scans the parcel, when it arrived, or when it was looked at. */
export const payWhen = {
  schema,
  words: (value: PayWhen): Words => ({ key: `term.payWhen.${value}`, params: {} }),
} as const

/** All moments, from the soonest to the latest. */
export const payMoments = schema.options

import type { Prisma } from '@prisma/client'
import { z } from 'zod'

/** A value for a JSON column. What JSON cannot hold (functions, undefined in arrays) is a mistake of the caller. */
export function jsonColumn(value: object): Prisma.InputJsonValue {
  // Prisma's type wants an index signature, which our readonly types do not have; JSON.stringify is what it does with it.
  return value
}

/** An ISO instant from a column. */
export function instant(value: Date): string {
  return value.toISOString()
}

/** An ISO instant from a column that may be empty. */
export function instantOrNull(value: Date | null): string | null {
  return value === null ? null : value.toISOString()
}

/** Minor units from a BigInt column; throws beyond the safe integers, where an amount would be wrong. */
export const minorUnits = z.bigint().transform((value, context) => {
  const number = Number(value)
  if (!Number.isSafeInteger(number))
    context.addIssue({ code: 'custom', message: `${value} is no safe integer` })
  return number
})

import type { Prisma } from '@prisma/client'

/** The object of a JSON column with some of its texts emptied; all else stays as it is. */
export function emptied(value: Prisma.JsonValue, texts: readonly string[]): Prisma.InputJsonObject {
  // Only objects stand in the columns that this is asked for.
  const parts = Object.entries(value as Prisma.InputJsonObject)
  return Object.fromEntries(
    parts.map(([key, part]) => [key, texts.includes(key) && typeof part === 'string' ? '' : part]),
  )
}

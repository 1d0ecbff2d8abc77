import { z } from 'zod'

const Conflict = z.object({
  code: z.string(),
  meta: z
    .object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) })
    .optional()
    .catch(undefined),
})

/** PostgreSQL's codes for “somebody else was in the way, try again”: serialization failure, deadlock. */
const passing: ReadonlySet<string> = new Set(['40001', '40P01'])

/** Whether a transaction was rolled back only because another one was in its way: the same work may be done again. */
export function isTransactionConflict(error: unknown): boolean {
  const { data } = Conflict.safeParse(error)
  if (data === undefined) return false
  // Prisma's own name for a conflict that it saw itself.
  return data.code === 'P2034' || passing.has(data.meta?.driverAdapterError.cause.originalCode ?? '')
}

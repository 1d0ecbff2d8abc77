import { z } from 'zod'

/** The values that a list condition compares with. */
export const ListValues = z.array(z.string().trim().min(1).max(255)).min(1).max(250)

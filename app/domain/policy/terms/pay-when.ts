import { z } from 'zod'

/** When money moves: as soon as the return is approved, or when staff have received the goods. */
export const payWhen = { schema: z.enum(['on_approval', 'on_receipt']) } as const

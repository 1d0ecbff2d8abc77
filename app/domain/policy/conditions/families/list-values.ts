import { z } from 'zod'

/** The values that a list condition compares with. */
export const ListValues = z.array(z.string().trim().min(1).max(255)).min(1).max(250)

/**
 * What values that are ids were called when they were chosen (products, collections, answers): a rule stays readable without
 * asking anybody. Nothing is ever compared with them.
 */
export const Titles = z.record(z.string().max(255), z.string().max(255)).optional()

/** The values as people read them. */
export function titled(values: readonly string[], titles: z.infer<typeof Titles>): readonly string[] {
  return values.map((value) => titleOf(value, titles))
}

/** One value as people read it. */
export function titleOf(value: string, titles: z.infer<typeof Titles>): string {
  return titles !== undefined && Object.hasOwn(titles, value) ? (titles[value] ?? value) : value
}

/** For ids: nothing but blanks around them is taken off. */
export function trimmed(value: string): string {
  return value.trim()
}

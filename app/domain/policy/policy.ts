import { z } from 'zod'
import { Condition } from './conditions/index.ts'
import { LocalText } from './local-text.ts'
import { allReasons, ReasonTree } from './reasons.ts'
import { SomeTerms, Terms } from './terms/index.ts'

/** A rule sets some terms for the lines whose facts meet its condition. Earlier rules win, term by term. */
export const Rule = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  enabled: z.boolean(),
  note: z.string().max(500).default(''),
  when: Condition,
  set: SomeTerms,
})
export type Rule = z.infer<typeof Rule>

/** A question that a shopper may be asked about the goods ("Are the tags on?"), with its answers. */
export const Question = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  text: LocalText,
  answers: z
    .array(z.object({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/), text: LocalText }))
    .min(2)
    .max(12)
    .refine(isWithoutRepeats, { message: 'answer ids repeat' }),
})
export type Question = z.infer<typeof Question>

/** Days on which the shop is closed: for windows that roll over to a business day. Weekdays: 1 = Monday to 7 = Sunday. */
export const BusinessCalendar = z.object({
  closedWeekdays: z.array(z.number().int().min(1).max(7)).max(6),
  closedDays: z.array(z.iso.date()).max(400),
})
export type BusinessCalendar = z.infer<typeof BusinessCalendar>

/** A whole policy: a complete baseline of terms, an ordered list of rules, and what they refer to. */
export const Policy = z
  .object({
    baseline: Terms,
    rules: z.array(Rule).max(200),
    reasons: ReasonTree.default([]),
    questions: z.array(Question).max(50).default([]),
    calendar: BusinessCalendar.default({ closedWeekdays: [6, 7], closedDays: [] }),
    /** Whether this version also judges orders placed before it, where that is better for the buyer. */
    appliesToEarlierOrders: z.enum(['never', 'where_better']).default('never'),
  })
  .refine(({ rules }) => isWithoutRepeats(rules), { path: ['rules'], message: 'rule ids repeat' })
  // Which of two is meant would hang on their order: the fault, and the fee with it, of a reason; the answers of a question.
  .refine(({ reasons }) => isWithoutRepeats(allReasons(reasons)), {
    path: ['reasons'],
    message: 'reason ids repeat',
  })
  .refine(({ questions }) => isWithoutRepeats(questions), {
    path: ['questions'],
    message: 'question ids repeat',
  })
export type Policy = z.infer<typeof Policy>

function isWithoutRepeats(list: readonly { readonly id: string }[]): boolean {
  return new Set(list.map(({ id }) => id)).size === list.length
}

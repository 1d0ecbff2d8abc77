import { z } from 'zod'
import type { PolicyFacts } from '../facts.ts'
import type { Words } from '../words.ts'
import type { ConditionDefinition } from './condition.ts'
import { titled, titleOf, Titles } from './families/list-values.ts'
import { textAt } from './slots.ts'

const schema = z.object({
  kind: z.literal('answer'),
  question: z.string().min(1).max(64),
  is: z.enum(['anyOf', 'noneOf']),
  values: z.array(z.string().min(1).max(64)).min(1).max(12),
  titles: Titles,
})
type Answer = z.infer<typeof schema>

const definition: ConditionDefinition<Answer> = {
  group: 'request',
  form: { family: 'answer' },
  reader: ({ question }) => ({ key: `answer.${question}`, read: (facts) => answerTo(facts, question) }),
  compile: ({ is, values }, slot) => {
    const wanted = new Set(values)
    const wantsAny = is === 'anyOf'
    return (slots) => {
      const found = textAt(slots, slot)
      return found === null ? null : wanted.has(found) === wantsAny
    }
  },
  fact: () => 'answers',
  found: ({ question }, facts) => answerTo(facts, question),
  words: ({ question, is, values, titles }): Words => ({
    key: `condition.answer.${is}`,
    params: {
      question: titleOf(question, titles),
      values: titled(values, titles),
    },
  }),
  blank: () => ({ kind: 'answer', question: '', is: 'anyOf', values: [] }),
}

/** The answer to one of the policy's questions. Unknown while it was not asked or not answered. */
export const answer = { schema, ...definition }

/** The answer given to a question; null where there is none. */
export function answerTo({ request: { answers } }: PolicyFacts, question: string): string | null {
  return answers !== null && Object.hasOwn(answers, question) ? (answers[question] ?? null) : null
}

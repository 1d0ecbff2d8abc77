import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.object({
  photos: z.number().int().min(0).max(10),
  questions: z.array(z.string().min(1).max(64)).max(20),
})
export type Evidence = z.infer<typeof schema>

/** What the shopper is asked to show: a number of photos, and answers to questions of the policy. Without it a person decides. */
export const evidence = {
  schema,
  words: ({ photos, questions }: Evidence): Words => {
    const parts: Words[] = []
    if (photos > 0) parts.push({ key: 'term.evidence.photos', params: { count: photos } })
    if (questions.length > 0)
      parts.push({ key: 'term.evidence.questions', params: { count: questions.length } })
    return parts.length === 0
      ? { key: 'term.evidence.none', params: {} }
      : { key: 'term.evidence.some', params: {}, of: parts }
  },
} as const

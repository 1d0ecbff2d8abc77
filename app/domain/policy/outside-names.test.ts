import { describe, expect, it } from 'vitest'
import { orderFacts } from '../../../tests/factories/order-facts.ts'
import { compilePolicy } from './compile.ts'
import { defaultPolicy } from './default-policy.ts'
import { evaluate } from './evaluate.ts'
import type { RequestFacts } from './facts.ts'
import { Policy } from './policy.ts'

/** Names that every object answers to: handles, ids and tags come from shoppers and merchants. */
const namesOfObjects = ['constructor', '__proto__', 'toString', 'hasOwnProperty']

function decide(input: object, request: Partial<RequestFacts>) {
  const order = orderFacts({ country: 'US' })
  const [line] = evaluate({
    policy: compilePolicy(Policy.parse({ ...defaultPolicy, ...input })),
    policyVersion: 1,
    order,
    requests: { [order.lines[0]?.id ?? '']: request },
    now: '2026-05-10T12:00:00Z',
    timeZone: 'UTC',
  }).lines
  return line
}

describe('names from outside', () => {
  it.each(namesOfObjects)('the reason "%s" is nobody’s known fault', (reason) => {
    expect(decide({}, { reason })?.fault).toBeNull()
  })

  it.each(namesOfObjects)('the question "%s" is not answered by itself', (question) => {
    const evidence = { photos: 0, questions: [question] }
    const baseline = { ...defaultPolicy.baseline, evidence }
    expect(decide({ baseline }, { reason: 'color', answers: {} })?.verdict).toBe('review')
    const when = { kind: 'answer', question, is: 'noneOf', values: ['yes'] }
    const rules = [{ id: 'r', name: 'R', enabled: true, when, set: { review: 'staff' } }]
    expect(decide({ rules }, { reason: 'color', answers: {} })?.trace[0]).toMatchObject({
      result: 'unknown',
      leaves: [{ holds: null, found: null }],
    })
  })
})

describe('ids of a policy', () => {
  const reason = (id: string, parts: readonly unknown[] = []) => ({
    id,
    label: { en: id },
    fault: 'buyer',
    shopifyReason: 'color',
    parts,
  })
  const question = (id: string, answers = ['yes', 'no']) => ({
    id,
    text: { en: id },
    answers: answers.map((answer) => ({ id: answer, text: { en: answer } })),
  })
  const issuesOf = (input: object) =>
    Policy.safeParse({ ...defaultPolicy, ...input }).error?.issues.map(({ path }) => path.join('.')) ?? []

  it('may stand once only, at every depth: two would be one to every rule', () => {
    expect(issuesOf({ reasons: [reason('a'), reason('b', [reason('c')])] })).toEqual([])
    expect(issuesOf({ reasons: [reason('a'), reason('b', [reason('a')])] })).toEqual(['reasons'])
    expect(issuesOf({ questions: [question('a'), question('b')] })).toEqual([])
    expect(issuesOf({ questions: [question('a'), question('a')] })).toEqual(['questions'])
    expect(issuesOf({ questions: [question('a', ['yes', 'yes'])] })).toEqual(['questions.0.answers'])
  })
})

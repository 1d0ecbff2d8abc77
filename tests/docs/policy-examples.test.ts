import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { OrderFacts } from '#app/domain/order.ts'
import { flatChargesOf, restockingPercentOf } from '#app/domain/policy/charges.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { evaluate } from '#app/domain/policy/evaluate.ts'
import type { RequestFacts } from '#app/domain/policy/facts.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { lineFacts, orderFacts } from '../factories/order-facts.ts'
import { conditionTable, termTable } from './policy-tables.ts'

const file = fileURLToPath(new URL('../../docs/policy.md', import.meta.url))
const page = readFileSync(file, 'utf8')

/** An example of the page: parts of a policy and of facts, and what the decision must at least say. */
const Example = z.strictObject({
  say: z.string(),
  policy: z
    .object({ baseline: z.looseObject({}).default({}), rules: z.array(z.looseObject({})).default([]) })
    .loose(),
  order: z.looseObject({}).default({}),
  line: z.looseObject({}).default({}),
  request: z.looseObject({}).default({}),
  now: z.string().default('2026-05-10T12:00:00Z'),
  timeZone: z.string().default('UTC'),
  expect: z.looseObject({}),
  charges: z.looseObject({}).optional(),
})

const examples = [...page.matchAll(/```json example\n([\s\S]*?)```/g)].map(([, json]) =>
  Example.parse(JSON.parse(json ?? '')),
)

describe('docs/policy.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(15)
  })

  it.each(examples.map((example) => [example.say, example] as const))('%s', (_say, example) => {
    const policy = Policy.parse({
      ...defaultPolicy,
      ...example.policy,
      baseline: { ...defaultPolicy.baseline, ...example.policy.baseline },
      rules: example.policy.rules.map((rule) => ({ enabled: true, ...rule })),
    })
    // The page gives parts of facts as JSON; names that are none of theirs are caught by the keys below.
    const line = lineFacts(example.line)
    const order = orderFacts({ ...(example.order as Partial<OrderFacts>), lines: [line] })
    expect(Object.keys(lineFacts())).toEqual(expect.arrayContaining(Object.keys(example.line)))
    expect(Object.keys(orderFacts())).toEqual(expect.arrayContaining(Object.keys(example.order)))
    const request = example.request as Partial<RequestFacts>
    const { now, timeZone } = example
    const decision = evaluate({
      policy: compilePolicy(policy),
      policyVersion: 1,
      order,
      requests: { [line.id]: request },
      now,
      timeZone,
    })
    const [decided] = decision.lines
    if (decided === undefined) throw new Error('no line was judged')
    expect(decided).toMatchObject(example.expect)
    if (example.charges !== undefined) {
      const part = { decision: decided, units: request.quantity ?? 1, outcome: request.outcome ?? null }
      const flat = flatChargesOf([part], order.currency)
      expect({ restockingPercent: restockingPercentOf(part), flat }).toEqual(example.charges)
    }
  })

  it.each([
    ['conditions', conditionTable()],
    ['terms', termTable()],
  ])('lists all %s as the registry has them (UPDATE_DOCS=1 writes them)', (name, table) => {
    const between = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
    if (process.env.UPDATE_DOCS === '1') {
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(between, (_all, start, end) => `${start}\n${table}\n\n${end}`),
      )
    }
    expect(readFileSync(file, 'utf8')).toContain(table)
  })
})

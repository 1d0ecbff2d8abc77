import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { lintPolicy } from '#app/domain/policy/lint/index.ts'
import { findingKinds } from '#app/domain/policy/lint/finding.ts'
import { Policy } from '#app/domain/policy/policy.ts'

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8')
const Example = z.object({
  say: z.string(),
  rules: z.array(z.record(z.string(), z.unknown())),
  expect: z.array(z.record(z.string(), z.unknown())),
})
const examples = [...page.matchAll(/```json lint\n([\s\S]*?)```/g)].map(([, text]) =>
  Example.parse(JSON.parse(text ?? '')),
)
const context = { languages: ['en'], currencies: ['USD'], countries: ['US'], today: '2026-11-22' }

test('docs/policy.md has examples of the linter', () => {
  expect(examples.length).toBeGreaterThanOrEqual(3)
})

test.each(examples.map((example) => [example.say, example] as const))('%s', (_say, example) => {
  const rules = example.rules.map((rule) => ({ enabled: true, ...rule }))
  const findings = lintPolicy(Policy.parse({ ...defaultPolicy, rules }), context)
  expect(findings).toHaveLength(example.expect.length)
  for (const [place, expected] of example.expect.entries()) expect(findings[place]).toMatchObject(expected)
})

test('the table names every kind of finding', () => {
  for (const kind of findingKinds) expect(page).toContain(`| \`${kind}\` |`)
})

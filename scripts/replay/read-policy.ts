import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { defaultPolicy } from '../../app/domain/policy/default-policy.ts'
import { Policy } from '../../app/domain/policy/policy.ts'
import { upgradePolicy } from '../../app/domain/policy/upgrade.ts'

const SomePolicy = z.looseObject({
  baseline: z.looseObject({}).default({}),
  rules: z.array(z.looseObject({})).default([]),
})

/**
 * A policy from a JSON file, as the app stores it or as docs/policy.md writes its examples: terms that its baseline leaves out are
 * those that a policy begins with, a rule that does not say so is switched on. Throws with a sentence for what is no policy.
 */
export function readPolicy(file: string): Policy {
  const stored: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const some = SomePolicy.safeParse(upgradePolicy(stored))
  if (!some.success) throw new Error(`${file} is no policy:\n${z.prettifyError(some.error)}`)
  const whole = Policy.safeParse({
    ...defaultPolicy,
    ...some.data,
    baseline: { ...defaultPolicy.baseline, ...some.data.baseline },
    rules: some.data.rules.map((rule) => ({ enabled: true, ...rule })),
  })
  if (!whole.success) throw new Error(`${file} is no policy:\n${z.prettifyError(whole.error)}`)
  return whole.data
}

/** A policy of nothing but a window of whole days from the order. */
export function windowPolicy(days: number): Policy {
  const { baseline } = defaultPolicy
  return {
    ...defaultPolicy,
    baseline: {
      ...baseline,
      returnWindow: { ...baseline.returnWindow, days, from: 'order', transitDays: 0 },
    },
  }
}

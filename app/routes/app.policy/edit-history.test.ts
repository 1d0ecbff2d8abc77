import { describe, expect, it } from 'vitest'
import { firstPolicy } from '#app/domain/policy/first-policy.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { type EditHistory, edited, historyOf, redone, undone } from './edit-history.ts'

const named = (policy: Policy, name: string): Policy => ({
  ...policy,
  rules: policy.rules.map((rule, index) => (index === 0 ? { ...rule, name } : rule)),
})
const withDays = (policy: Policy, days: number): Policy => ({
  ...policy,
  baseline: { ...policy.baseline, returnWindow: { ...policy.baseline.returnWindow, days } },
})
const typed = (history: EditHistory, names: readonly string[], from = 0) =>
  names.reduce((now, name, index) => edited(now, named(now.present, name), from + index * 100), history)

describe('the history of edits', () => {
  it('takes typing at one place as one step', () => {
    const history = typed(historyOf(firstPolicy), ['S', 'Sa', 'Sal', 'Sale'])
    expect(history.past).toEqual([firstPolicy])
    expect(undone(history).present).toBe(firstPolicy)
    expect(redone(undone(history)).present.rules[0]?.name).toBe('Sale')
  })

  it('begins a new step after a pause, at another place, and after undoing', () => {
    const once = typed(historyOf(firstPolicy), ['Sale'])
    expect(edited(once, named(once.present, 'Sales'), 5000).past).toHaveLength(2)
    expect(edited(once, withDays(once.present, 9), 100).past).toHaveLength(2)
    const again = redone(undone(once))
    expect(edited(again, named(again.present, 'Sales'), 100).past).toHaveLength(2)
  })

  it('never joins adding, moving or removing rules with what was typed before', () => {
    const once = typed(historyOf(firstPolicy), ['Sale'])
    const removed = edited(once, { ...once.present, rules: [] }, 50)
    expect(removed.past).toHaveLength(2)
    expect(undone(removed).present).toBe(once.present)
  })

  it('forgets what was undone once something else is edited, and keeps a hundred steps', () => {
    const back = undone(typed(historyOf(firstPolicy), ['Sale']))
    expect(edited(back, withDays(back.present, 3), 10).future).toEqual([])
    let many = historyOf(firstPolicy)
    for (let days = 0; days < 150; days++) many = edited(many, withDays(many.present, days), days * 10_000)
    expect(many.past).toHaveLength(100)
    expect(undone(historyOf(firstPolicy)).present).toBe(firstPolicy)
  })
})

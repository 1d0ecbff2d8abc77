import type { Contender, FlatFacts, TaskRule, Test } from './task.ts'

type Holds = (facts: FlatFacts) => boolean

/** What somebody would write by hand for this task and no other: one closure per condition, short-circuit, two truth values. */
export function closures(rules: readonly TaskRule[]): Contender {
  const compiled = rules.map(({ id, all: [first, second, third] }) => {
    const [a, b, c] = [compile(first), compile(second), compile(third)]
    return { id, holds: (facts: FlatFacts) => a(facts) && b(facts) && c(facts) }
  })
  return {
    name: 'closures',
    match: (facts) => {
      const ids: string[] = []
      for (const rule of compiled) if (rule.holds(facts)) ids.push(rule.id)
      return ids
    },
  }
}

function compile(test: Test): Holds {
  switch (test.op) {
    case 'atLeast': {
      const { fact, value } = test
      return (facts) => facts[fact] >= value
    }
    case 'below': {
      const { fact, value } = test
      return (facts) => facts[fact] < value
    }
    case 'in': {
      const { fact } = test
      const values = new Set(test.values)
      return (facts) => values.has(facts[fact])
    }
    case 'has': {
      const { fact, value } = test
      return (facts) => facts[fact].includes(value)
    }
  }
}

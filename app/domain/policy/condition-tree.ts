import { type Condition, defineLeaf } from './conditions/index.ts'
import type { FactName, PolicyFacts } from './facts.ts'
import type { Truth } from './truth.ts'
import type { Words } from './words.ts'

/**
 * Compiles a condition tree to one closure. `all` is false as soon as one part is, unknown when a part is unknown and none
 * false; `any` mirrors that; `not` keeps unknown.
 */
export function compileCondition(condition: Condition): (facts: PolicyFacts) => Truth {
  // Everything but the three joints is a leaf of the registry.
  switch (condition.kind) {
    case 'all':
      return stopAt(false, condition.of.map(compileCondition))
    case 'any':
      return stopAt(true, condition.of.map(compileCondition))
    case 'not': {
      const holds = compileCondition(condition.of)
      return (facts) => {
        const truth = holds(facts)
        return truth === null ? null : !truth
      }
    }
    default:
      return defineLeaf(condition).holds
  }
}

/** The facts whose absence makes a condition unknown for these facts; empty when it is not unknown. */
export function missingFacts(condition: Condition, facts: PolicyFacts): readonly FactName[] {
  if (compileCondition(condition)(facts) !== null) return []
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap((part) => missingFacts(part, facts))
    case 'not':
      return missingFacts(condition.of, facts)
    default:
      return [defineLeaf(condition).fact]
  }
}

/** A condition as words: the leaf's own, or the parts joined. */
export function wordsOfCondition(condition: Condition): Words {
  switch (condition.kind) {
    case 'all':
    case 'any':
      if (condition.of.length === 1 && condition.of[0]) return wordsOfCondition(condition.of[0])
      return {
        key: condition.of.length === 0 ? `condition.${condition.kind}.empty` : `condition.${condition.kind}`,
        params: {},
        of: condition.of.map(wordsOfCondition),
      }
    case 'not':
      return { key: 'condition.not', params: {}, of: [wordsOfCondition(condition.of)] }
    default:
      return defineLeaf(condition).words
  }
}

function stopAt(
  stop: boolean,
  parts: readonly ((facts: PolicyFacts) => Truth)[],
): (facts: PolicyFacts) => Truth {
  return (facts) => {
    let truth: Truth = !stop
    for (const part of parts) {
      const value = part(facts)
      if (value === stop) return stop
      if (value === null) truth = null
    }
    return truth
  }
}

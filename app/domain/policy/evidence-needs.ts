import { leavesOf } from './condition-tree.ts'
import type { LineDecision } from './decision.ts'
import { requestFactNames } from './facts.ts'
import type { Policy, Question } from './policy.ts'

/** What a shopper is asked to show for one part of a request. */
export type EvidenceNeeds = { readonly photos: number; readonly questions: readonly Question[] }

const nothing: EvidenceNeeds = { photos: 0, questions: [] }

/**
 * What one part still hangs on: the photos and answers that its terms want, and those that rules which are still open ask
 * about. Judge the part without answers for what it hangs on before any are given. A refusal hangs on nothing; and while a rule that
 * says what has to be shown waits for the reason, nobody is asked for what may not be wanted.
 */
export function evidenceNeeds(policy: Policy, decision: LineDecision): EvidenceNeeds {
  if (decision.verdict === 'deny') return nothing
  const { evidence } = decision.terms
  const open = openRules(policy, decision)
  const mayChange = open.some(
    ({ rule, trace }) => rule.set.evidence !== undefined && waitsForMore(trace.missing),
  )
  const asked = open.flatMap(({ rule, trace }) =>
    leavesOf(rule.when).flatMap((leaf, place) =>
      leaf.kind === 'answer' && trace.leaves[place]?.holds === null ? [leaf.question] : [],
    ),
  )
  const photos = open.some(({ trace }) => trace.missing.includes('photos')) ? 1 : 0
  const own = mayChange ? { photos: 0, questions: [] } : evidence
  const ids = new Set([...own.questions, ...asked])
  return {
    photos: Math.max(own.photos, photos),
    questions: policy.questions.filter(({ id }) => ids.has(id)),
  }
}

/** What two judgements of the same part ask for together. */
export function joinNeeds(one: EvidenceNeeds, other: EvidenceNeeds): EvidenceNeeds {
  const known = new Set(one.questions.map(({ id }) => id))
  return {
    photos: Math.max(one.photos, other.photos),
    questions: [...one.questions, ...other.questions.filter(({ id }) => !known.has(id))],
  }
}

/** Rules that nobody can say yet whether they hold, where that may matter. */
function openRules(policy: Policy, decision: LineDecision) {
  if (!decision.reasons.some(({ key }) => key === 'request.open' || key === 'fact.unknown')) return []
  return decision.trace.flatMap((trace) => {
    const rule = policy.rules.find(({ id }) => id === trace.ruleId)
    return trace.result === 'unknown' && rule !== undefined ? [{ rule, trace }] : []
  })
}

/** Whether a rule waits for something besides what is asked for here. */
function waitsForMore(missing: LineDecision['trace'][number]['missing']): boolean {
  return missing.some((fact) => requestFactNames.has(fact) && fact !== 'answers' && fact !== 'photos')
}

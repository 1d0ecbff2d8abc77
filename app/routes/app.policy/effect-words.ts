import type { Rule } from '#app/domain/policy/policy.ts'
import type { RuleEffect } from '#app/domain/replay/rule-effects.ts'
import type { ReadRuleEffects } from '#app/use-cases/read-rule-effects.server.ts'

type Ready = Extract<ReadRuleEffects, { kind: 'ready' }>

const number = new Intl.NumberFormat('en')
const nothing: RuleEffect = { lines: 0, returnLines: 0 }

/** What a rule did and would do in the last 90 days; null where nothing is known. */
export function sayRuleEffect(effects: ReadRuleEffects | null, rule: Rule): string | null {
  if (effects === null) return 'Last 90 days: counting…'
  if (effects.kind !== 'ready') return null
  const { inForce, draft } = effects
  const did = inForce.byRule[rule.id] ?? nothing
  if (!rule.enabled) {
    const isMissed = did.lines + did.returnLines > 0
    return `Switched off, it decides nothing.${isMissed ? ` Version ${inForce.number}: ${sayShort(did, effects)}.` : ''}`
  }
  const side = draft ?? inForce
  const does = side.byRule[rule.id] ?? nothing
  const lines = `${about(effects)}${number.format(does.lines)} of ${about(effects)}${count(side.lines, 'ordered line')}`
  const returned = `${number.format(does.returnLines)} of ${count(side.returnLines, 'returned line')}`
  const now = `Last 90 days: ${draft === null ? 'decides' : 'would decide'} ${lines} and ${returned}.`
  if (draft === null) return now
  const isSame = did.lines === does.lines && did.returnLines === does.returnLines
  return `${now} Version ${inForce.number}: ${isSame ? 'the same' : sayShort(did, effects)}.`
}

function sayShort({ lines, returnLines }: RuleEffect, effects: Ready): string {
  return `${about(effects)}${number.format(lines)} and ${number.format(returnLines)}`
}

/** A sample tells no exact numbers. */
function about({ share }: Ready): string {
  return share === 1 ? '' : 'about '
}

function count(many: number, one: string): string {
  return many === 1 ? `1 ${one}` : `${number.format(many)} ${one}s`
}

/** How effects are counted, or why they are not. */
export function sayEffectBasis(effects: ReadRuleEffects | null): string {
  if (effects === null) return 'Counting what each rule decides…'
  switch (effects.kind) {
    case 'none':
      return 'What each rule decides is counted from past orders once they are read.'
    case 'failed':
      return 'Shopify did not hand over the past orders that effects are counted from.'
    case 'loading':
      return 'Past orders are being read from Shopify: then each rule says what it decides.'
    case 'ready': {
      const { inForce, share } = effects
      const sample = share === 1 ? '' : ` A sample of ${Math.max(1, Math.round(share * 100))}% was counted.`
      if (inForce.lines + inForce.returnLines === 0) return 'No orders and no returns in the last 90 days.'
      return `Effects are of the last 90 days: lines ordered, as if asked back 21 days later because of a change of mind, and lines that came back. A rule decides a line when it sets a term of it.${sample}`
    }
  }
}

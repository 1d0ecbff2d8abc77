import { amountsOf, type CurrencyAmounts } from '../currency-amounts.ts'
import { conditionOf } from '../conditions/index.ts'
import { leavesOf, wordsOfCondition } from '../condition-tree.ts'
import { isPositive } from '../../money.ts'
import type { Rule } from '../policy.ts'
import type { TermName } from '../terms/index.ts'
import type { Words } from '../words.ts'
import type { Finding } from './finding.ts'
import { shapeOf } from './reasoning/cells.ts'
import type { Subject } from './subject.ts'

/**
 * Amounts that name some currencies and not all that the shop sells in. A condition is then unknown for those orders, so
 * a person must look; a fee or a bonus is nothing in them.
 */
export function findForgottenCurrencies({ policy, rules, context }: Subject): readonly Finding[] {
  const { currencies } = context
  return [
    ...amountsInTerms(policy.baseline).flatMap(forgottenInTerm(null, currencies)),
    ...rules.flatMap((rule) => [
      ...forgottenInConditions(rule, currencies),
      ...amountsInTerms(rule.set).flatMap(forgottenInTerm(rule, currencies)),
    ]),
  ]
}

type NamedAmounts = { readonly term: TermName; readonly amounts: CurrencyAmounts }

function amountsInTerms(set: Rule['set']): readonly NamedAmounts[] {
  const { bonus, restockingFee, handlingFee, returnShippingFee } = set
  const found: readonly { readonly term: TermName; readonly amounts: CurrencyAmounts | undefined }[] = [
    { term: 'bonus', amounts: bonus?.storeCreditAmounts },
    { term: 'bonus', amounts: bonus?.exchangeAmounts },
    { term: 'restockingFee', amounts: restockingFee?.amounts },
    { term: 'handlingFee', amounts: handlingFee?.amounts },
    { term: 'returnShippingFee', amounts: returnShippingFee?.amounts },
  ]
  return found.flatMap(({ term, amounts }) => (amounts === undefined ? [] : [{ term, amounts }]))
}

function forgottenInTerm(rule: Rule | null, currencies: readonly string[]) {
  return ({ term, amounts }: NamedAmounts): readonly Finding[] => {
    const forgotten = forgottenIn(amounts, currencies)
    if (forgotten.length === 0 || !amountsOf(amounts).some(isPositive)) return []
    const key = rule === null ? 'lint.gap.baselineAmount' : 'lint.gap.amount'
    return [gap(rule, forgotten, { key, terms: [term], of: [{ key: `termName.${term}`, params: {} }] })]
  }
}

function forgottenInConditions(rule: Rule, currencies: readonly string[]): readonly Finding[] {
  return leavesOf(rule.when).flatMap((leaf) => {
    if (conditionOf(leaf.kind).form.family !== 'money') return []
    const forgotten = forgottenIn(shapeOf(leaf, 'money').amounts, currencies)
    if (forgotten.length === 0) return []
    return [gap(rule, forgotten, { key: 'lint.gap.condition', terms: [], of: [wordsOfCondition(leaf)] })]
  })
}

function forgottenIn(amounts: CurrencyAmounts, currencies: readonly string[]): readonly string[] {
  const named = Object.keys(amounts)
  return named.length === 0 ? [] : currencies.filter((currency) => !named.includes(currency))
}

function gap(
  rule: Rule | null,
  currencies: readonly string[],
  {
    key,
    terms,
    of,
  }: { readonly key: string; readonly terms: readonly TermName[]; readonly of: readonly Words[] },
): Finding {
  const params = { rule: rule?.name ?? '', currencies }
  return {
    kind: 'gap',
    severity: 'warning',
    ruleIds: rule === null ? [] : [rule.id],
    terms,
    says: { key, params, of },
    mend: { says: { key: 'lint.mend.addAmounts', params }, change: null },
  }
}

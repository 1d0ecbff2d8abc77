import {
  conditionKinds,
  conditionOf,
  type LeafCondition,
  wordsOfLeaf,
} from '#app/domain/policy/conditions/index.ts'
import type { ConditionForm } from '#app/domain/policy/conditions/condition.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { termNames, wordsOfTerm } from '#app/domain/policy/terms/index.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'

const english = translatorFor('en')

/** The table of all conditions, as docs/policy.md must have it: group, kind, family, and an example in words. */
export function conditionTable(): string {
  const rows = conditionKinds.map((kind) => {
    const { group, form } = conditionOf(kind)
    const leaf = exampleLeaf(kind, form)
    return `| ${group} | \`${kind}\` | ${form.family} | \`${JSON.stringify(leaf)}\` | ${sayWords(english, wordsOfLeaf(leaf))} |`
  })
  return ['| About | Kind | Family | For example | In words |', '|---|---|---|---|---|', ...rows].join('\n')
}

/** The table of all terms: the name, the value that a policy is begun from, and the value in words. */
export function termTable(): string {
  const rows = termNames.map((name) => {
    const value = defaultPolicy.baseline[name]
    return `| \`${name}\` | \`${JSON.stringify(value)}\` | ${sayWords(english, wordsOfTerm(name, value))} |`
  })
  return ['| Term | Value that a policy begins with | In words |', '|---|---|---|', ...rows].join('\n')
}

function exampleLeaf(kind: LeafCondition['kind'], form: ConditionForm): LeafCondition {
  // Each value is that of the kind's own family; the compiler cannot follow that through the lookup.
  return { kind, ...exampleOf(kind, form) } as unknown as LeafCondition
}

const valuesByKind: Readonly<Record<string, string>> = {
  orderTag: 'wholesale',
  discountCode: 'SPRING',
  orderChannel: 'pos',
  paymentGateway: 'paypal',
  sku: 'LIN-M',
  productType: 'Shirts',
  vendor: 'Acme',
  customerTag: 'vip',
  destinationPostcode: '10115',
}
const valuesByList: Readonly<Record<string, string>> = {
  tag: 'final-sale',
  product: 'gid://shopify/Product/1',
  variant: 'gid://shopify/ProductVariant/1',
  collection: 'gid://shopify/Collection/1',
  country: 'DE',
  region: 'US-CA',
  market: 'europe',
  reason: 'damaged-or-defective',
}

function exampleOf(kind: string, form: ConditionForm): object {
  switch (form.family) {
    case 'set':
    case 'text':
      return { is: 'anyOf', values: [valuesByKind[kind] ?? valuesByList[form.of] ?? kind] }
    case 'number':
      return { is: 'atLeast', value: form.unit === 'percent' ? 50 : 3 }
    case 'money':
      return { is: 'below', amounts: { EUR: '20', USD: '20' } }
    case 'flag':
      return { is: true }
    case 'choice':
      return { is: 'anyOf', values: [form.options[0]] }
    case 'period':
      return { from: '2026-11-15', to: '2026-12-24' }
    case 'season':
      return { day: 'order', from: '11-15', to: '12-24' }
    case 'daysSince':
      return { since: 'delivery', is: 'moreThan', days: 30 }
    case 'metafield':
      return { key: 'returns.group', is: 'anyOf', values: ['short'] }
    case 'answer':
      return { question: 'tags-on', is: 'anyOf', values: ['yes'] }
  }
}

import { isPositive } from '../money.ts'
import type { CompiledPolicy } from './compile.ts'
import { leavesOf, wordsOfCondition } from './condition-tree.ts'
import { type Condition, conditionOf } from './conditions/index.ts'
import { amountsOf } from './currency-amounts.ts'
import { statedTerms, usualCase } from './known-terms.ts'
import type { Rule } from './policy.ts'
import type { Bonus } from './terms/bonus.ts'
import { type FlatFee, wordsOfFee } from './terms/fee.ts'
import { type TermName, type Terms, termNames, wordsOfTerm } from './terms/index.ts'
import type { ReturnWindow } from './terms/return-window.ts'
import type { Words } from './words.ts'

/** The parts of a policy page, in the order in which shoppers read them. Titles: `page.section` in `i18n/`. */
const pageSections = ['window', 'outcomes', 'costs', 'sending', 'decision'] as const
export type PageSectionId = (typeof pageSections)[number]

/** What a rule changes for whom: shown as a condition with the sentences that hold under it. */
export type PageRule = { readonly ruleId: string; readonly when: Words; readonly sentences: readonly Words[] }

/** A policy page as data. Every sentence is a key of `page` in `i18n/` with its parameters. */
export type PolicyPage = {
  readonly sections: readonly { readonly id: PageSectionId; readonly sentences: readonly Words[] }[]
  readonly rules: readonly PageRule[]
  /** Rules that the page only hints at, because they look at what is the shop's own affair. */
  readonly hiddenRules: readonly string[]
  readonly law: readonly Words[]
}

/**
 * The public page of a policy, from the rules that are switched on and the law of the named countries. It says nothing
 * that the engine does not do: rules over buyers, tags of orders and tests are not laid open, but the page says that there are
 * such terms. `day` (ISO) is the day for which it is written, `currency` the shop's.
 */
export function policyPage(
  policy: CompiledPolicy,
  at: { readonly countries: readonly string[]; readonly currency: string; readonly day: string },
): PolicyPage {
  const { baseline } = policy.policy
  const enabled = policy.rules
    .map(({ rule }) => rule)
    .filter((rule) => !isNever(rule.when) && saysSomething(rule))
  const [hidden, shown] = [enabled.filter(isPrivate), enabled.filter((rule) => !isPrivate(rule))]
  return {
    sections: pageSections.flatMap((id) => {
      const sentences = termNames
        .filter((name) => sectionOf[name] === id)
        .flatMap((name) => (isSaidOfBaseline(name, baseline) ? pageSentences(name, baseline[name]) : []))
      return sentences.length === 0 ? [] : [{ id, sentences }]
    }),
    rules: shown.map((rule) => ({
      ruleId: rule.id,
      when: headingOf(rule.when),
      sentences: sentencesOfRule(rule),
    })),
    hiddenRules: hidden.map(({ id }) => id),
    law: lawSentences(policy, at),
  }
}

const sectionOf: Readonly<Record<TermName, PageSectionId | null>> = {
  eligible: 'window',
  returnWindow: 'window',
  outcomes: 'outcomes',
  bonus: 'outcomes',
  exchangePrice: 'outcomes',
  restockingFee: 'costs',
  handlingFee: 'costs',
  returnShippingPayer: 'costs',
  returnShippingFee: 'costs',
  returnMethods: 'sending',
  keepItem: 'sending',
  bundles: 'sending',
  evidence: 'decision',
  review: 'decision',
  payWhen: 'decision',
  destination: null,
}

/** Facts that are the shop's own affair: a page that names them would tell who is watched, and how to get round it. */
const privateKinds: ReadonlySet<string> = new Set(['orderTag', 'testOrder', 'metafield', 'paymentGateway'])

function isPrivate({ when }: Rule): boolean {
  return leavesOf(when).some(({ kind }) => privateKinds.has(kind) || conditionOf(kind).group === 'buyer')
}

function isNever(when: Condition): boolean {
  return when.kind === 'any' && when.of.length === 0
}

function saysSomething(rule: Rule): boolean {
  return sentencesOfRule(rule).length > 0
}

function headingOf(when: Condition): Words {
  if (when.kind === 'all' && when.of.length === 0) return { key: 'page.ruleAlways', params: {} }
  return { key: 'page.rule', params: {}, of: [wordsOfCondition(when)] }
}

/** What goes without saying in the baseline is said only where a rule changes it. */
function isSaidOfBaseline(name: TermName, terms: Terms): boolean {
  switch (name) {
    case 'eligible':
      return terms.eligible.kind === 'no'
    case 'bonus':
      return wordsOfTerm('bonus', terms.bonus).key !== 'term.bonus.none'
    case 'handlingFee':
    case 'returnShippingFee':
      if (name === 'returnShippingFee' && terms.returnShippingPayer === 'merchant') return false
      return wordsOfTerm(name, terms[name]).key !== `term.${name}.none`
    case 'evidence':
      return terms.evidence.photos > 0 || terms.evidence.questions.length > 0
    case 'keepItem':
      return terms.keepItem
    case 'exchangePrice':
      return terms.outcomes.includes('exchange')
    case 'bundles':
      return terms.bundles === 'whole'
    default:
      return true
  }
}

/** What a rule sets, as sentences of the page; terms that shoppers do not see are left out. */
function sentencesOfRule({ set }: Rule): readonly Words[] {
  return termNames.flatMap((name) => {
    const value = set[name]
    return value === undefined || sectionOf[name] === null ? [] : pageSentences(name, value)
  })
}

type Sentences = { readonly [Name in TermName]: (value: Terms[Name]) => readonly Words[] }

const plain = (key: string): Words => ({ key, params: {} })

const sentences: Sentences = {
  eligible: (value) => {
    if (value.kind === 'yes') return [plain('page.eligible.yes')]
    const { because, ground } = value
    if (ground !== null) return [{ key: 'page.eligible.noWithGround', params: { because } }]
    return [{ key: 'page.eligible.no', params: { because } }, plain('page.eligible.unlessLaw')]
  },
  returnWindow: windowSentences,
  outcomes: (value) => {
    const { of = [] } = wordsOfTerm('outcomes', value)
    return [{ key: of.length === 1 ? 'page.outcomes.one' : 'page.outcomes.several', params: {}, of }]
  },
  bonus: bonusSentences,
  restockingFee: (value) => [asPageSentence(wordsOfFee('restockingFee', value))],
  handlingFee: (value) => [asPageSentence(wordsOfFee('handlingFee', value))],
  returnShippingFee: (value: FlatFee) => [asPageSentence(wordsOfFee('returnShippingFee', value))],
  returnShippingPayer: (value) => [plain(`page.returnShippingPayer.${value}`)],
  returnMethods: (value) => [asPageSentence(wordsOfTerm('returnMethods', value))],
  evidence: ({ photos, questions }) => {
    const said: Words[] = []
    if (photos > 0) said.push({ key: 'page.evidence.photos', params: { count: photos } })
    if (questions.length > 0)
      said.push({ key: 'page.evidence.questions', params: { count: questions.length } })
    return said.length === 0 ? [plain('page.evidence.none')] : said
  },
  keepItem: (value) => [plain(`page.keepItem.${value ? 'yes' : 'no'}`)],
  exchangePrice: (value) => [plain(`page.exchangePrice.${value}`)],
  bundles: (value) => [plain(`page.bundles.${value}`)],
  review: (value) => [plain(`page.review.${value}`)],
  payWhen: (value) => [plain(`page.payWhen.${value}`)],
  destination: () => [],
}

/** One term's value as whole sentences for shoppers. */
function pageSentences<Name extends TermName>(name: Name, value: Terms[Name]): readonly Words[] {
  return sentences[name](value)
}

function windowSentences({ days, from, transitDays, rollover, notBefore }: ReturnWindow): readonly Words[] {
  if (days === null) return [plain('page.returnWindow.unlimited')]
  const said: Words[] = [
    days === 0
      ? plain(`page.returnWindowSameDay.${from}`)
      : { key: `page.returnWindow.${from}`, params: { count: days } },
  ]
  if (transitDays > 0 && from !== 'order') {
    const key = from === 'fulfillment' ? 'page.transit.dispatch' : 'page.transit.arrival'
    said.push({ key, params: { count: transitDays } })
  }
  if (rollover === 'business_day') said.push(plain('page.rollover'))
  if (notBefore !== null) said.push({ key: 'page.notBefore', params: { day: notBefore } })
  return said
}

function bonusSentences(value: Bonus): readonly Words[] {
  const said: Words[] = []
  const add = (outcome: string, percent: number, amounts: Bonus['storeCreditAmounts']) => {
    const flat = amountsOf(amounts).filter(isPositive)
    if (percent > 0) said.push({ key: `page.bonus.${outcome}.percent`, params: { percent } })
    if (flat.length === 0) return
    const of = flat.map((amount): Words => ({ key: 'value.money', params: { amount } }))
    said.push({ key: `page.bonus.${outcome}.flat`, params: {}, of })
  }
  add('storeCredit', value.storeCreditPercent, value.storeCreditAmounts)
  add('exchange', value.exchangePercent, value.exchangeAmounts)
  return said.length === 0 ? [plain('page.bonus.none')] : said
}

/** The page has its own sentence for the same words of a term. */
function asPageSentence(words: Words): Words {
  return { ...words, key: words.key.replace(/^term\./, 'page.') }
}

/** The rights that the law gives in the named countries; countries with the same right share a sentence. */
function lawSentences(
  policy: CompiledPolicy,
  {
    countries,
    currency,
    day,
  }: { readonly countries: readonly string[]; readonly currency: string; readonly day: string },
): readonly Words[] {
  const rights = new Map<string, { key: string; count: number; countries: string[] }>()
  const paid: string[] = []
  let isCovered = false
  for (const country of countries) {
    const { right, raised, terms } = statedTerms(policy, usualCase(policy, { country, currency, day }))
    if (right === null) continue
    isCovered = true
    const key = `page.law.right.${right.from}`
    const found = rights.get(`${key} ${right.days}`)
    if (found === undefined)
      rights.set(`${key} ${right.days}`, { key, count: right.days, countries: [country] })
    else found.countries.push(country)
    if (raised.includes('returnShippingPayer') && terms.returnShippingPayer === 'merchant') paid.push(country)
  }
  return [
    ...[...rights.values()].map(({ key, count, countries: covered }) => ({
      key,
      params: { count, countries: covered },
    })),
    ...(paid.length === 0 ? [] : [{ key: 'page.law.shipping', params: { countries: paid } }]),
    plain('page.law.always'),
    ...(isCovered ? [plain('page.law.faults')] : []),
  ]
}

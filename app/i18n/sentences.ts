import type { Actor, ReturnEvent } from '#app/domain/events.ts'
import { Money, toDecimal } from '#app/domain/money.ts'
import { conditionOf, conditions, type LeafKind } from '#app/domain/policy/conditions/index.ts'
import type { Alternative, Reason, SetBy } from '#app/domain/policy/decision.ts'
import type { Words } from '#app/domain/policy/words.ts'
import { commaOf, isWrittenWide, type Translator } from './translator.ts'
import { sayValue } from './values.ts'

/** A reason of a decision as staff read it. */
export function sayReason({ t }: Translator, reason: Reason): string {
  return t(`reason.${reason.key}`, reason.params)
}

/** The same reason as the shopper reads it: no names of rules. */
export function sayReasonToShopper({ t }: Translator, reason: Reason): string {
  return t(`shopperReason.${reason.key}`, reason.params)
}

/** What else is possible, as staff read it: a part of a sentence. */
export function sayAlternative({ t }: Translator, alternative: Alternative): string {
  return t(`alternative.${keyOfAlternative(alternative)}`, alternative)
}

/** What else is possible, as the shopper reads it: a sentence. */
export function sayAlternativeToShopper({ t }: Translator, alternative: Alternative): string {
  return t(`shopperAlternative.${keyOfAlternative(alternative)}`, alternative)
}

/** The key of an alternative under `alternative` and `shopperAlternative`. */
export function keyOfAlternative(alternative: Alternative): string {
  return 'verdict' in alternative ? `${alternative.kind}.${alternative.verdict}` : alternative.kind
}

/** A condition or term as a part of a sentence, without a full stop. */
export function sayWords(translator: Translator, words: Words): string {
  const { t } = translator
  const isGroup = groups.has(words.key)
  const parts = (words.of ?? []).map((part) => {
    const text = sayWords(translator, inCondition(words, part))
    // A group inside a group is put in brackets, else "a and b or c" could mean two things.
    return isGroup && groups.has(part.key) && (part.of?.length ?? 0) > 1
      ? inBrackets(text, translator.locale)
      : text
  })
  const params = { ...words.params, parts, part: parts[0] ?? '' }
  if (words.key === 'condition.all') return t('condition.joinAll', params)
  if (words.key === 'condition.any') return t('condition.joinAny', params)
  const [section, kind = ''] = words.key.split('.')
  if (section === 'condition' && isLeafKind(kind))
    return sayLeaf(translator, { kind, key: words.key, params })
  return t(words.key, params)
}

/** An option inside a condition may need another form than on its own ("beim Shop", "der Shop"). */
function inCondition(words: Words, part: Words): Words {
  const isForm = words.key.startsWith('condition.fault.')
  return isForm ? { ...part, key: part.key.replace(/^option\./, 'optionIn.') } : part
}

function inBrackets(text: string, locale: Translator['locale']): string {
  return isWrittenWide(locale) ? `（${text}）` : `(${text})`
}

function isLeafKind(kind: string): kind is LeafKind {
  return Object.hasOwn(conditions, kind)
}

const groups: ReadonlySet<string> = new Set(['condition.all', 'condition.any'])

type LeafWords = {
  readonly kind: LeafKind
  readonly key: string
  readonly params: Words['params'] & { readonly parts: readonly string[] }
}

/** A leaf in its own sentence where the language has one, else in that of its family about its subject. */
function sayLeaf(translator: Translator, { kind, key, params }: LeafWords): string {
  const { t, has } = translator
  const said = { ...params, ...saidValues(translator, kind, params) }
  if (has(key)) return t(key, said)
  const { form } = conditionOf(kind)
  const family = form.family === 'number' ? form.unit : form.family
  const operator = key.split('.').at(-1) ?? ''
  return t(`conditionFamily.${family}.${operator}`, { ...said, subject: t(`conditionSubject.${kind}`) })
}

/** The values of a list in people's words: names of countries, the end of an id. */
function saidValues({ locale }: Translator, kind: LeafKind, { values }: Words['params']) {
  if (!Array.isArray(values)) return {}
  return { values: values.map((value: unknown) => sayValue(kind, String(value), locale)) }
}

/** Sentences of several terms with a capital first letter and a full stop. */
export function sayAll(translator: Translator, list: readonly Words[]): string {
  const { locale } = translator
  return asSentence(list.map((words) => sayWords(translator, words)).join(commaOf(locale)), locale)
}

/** A part of a sentence as a whole one: a capital first letter and a full stop, where the language has them. */
function asSentence(text: string, locale: Translator['locale']): string {
  if (text === '') return ''
  const stop = isWrittenWide(locale) ? '。' : '.'
  return `${text.charAt(0).toLocaleUpperCase(locale)}${text.slice(1)}${stop}`
}

/** Who set a term. */
export function saySetBy({ t }: Translator, by: SetBy): string {
  if (by.kind === 'rule') return t('setBy.rule', { rule: by.ruleName })
  return by.kind === 'law' ? t('setBy.law', { statute: by.statute }) : t('setBy.baseline')
}

/** Who did something. */
export function sayActor({ t }: Translator, actor: Actor): string {
  return t(`actor.${actor.kind}`, actor.kind === 'staff' ? { name: actor.name } : {})
}

/** An event of the timeline as staff read it. */
export function sayEvent(translator: Translator, event: ReturnEvent): string {
  const { t } = translator
  if (event.kind !== 'received') return t(`event.${event.kind}`, paramsOfEvent(event))
  const items = event.items.map((item) => {
    const where = t(`disposition.${item.disposition}`)
    return `${item.quantity} × ${item.title} (${where.charAt(0).toLocaleLowerCase(translator.locale)}${where.slice(1)})`
  })
  return t('event.received', { ...paramsOfEvent(event), items })
}

/** An event of the timeline as the shopper reads it; `kind` and `params` as `paramsOfEvent` made them. */
export function sayEventToShopper(
  { t }: Translator,
  event: { kind: string; params: Reason['params'] },
): string {
  return t(`shopperEvent.${event.kind}`, event.params)
}

/** The facts of an event that its sentences use, flat: `count` of units, `amount` as a decimal with its `currency`. */
export function paramsOfEvent(event: ReturnEvent): Readonly<Record<string, string | number>> {
  if (event.kind === 'requested') return { count: event.units, outcome: event.outcome }
  if (event.kind === 'received')
    return { count: event.items.reduce((units, item) => units + item.quantity, 0) }
  const params: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(event)) {
    if (name === 'kind') continue
    if (typeof value === 'string' || typeof value === 'number') params[name] = value
    const { data: amount } = Money.safeParse(value)
    if (amount !== undefined) Object.assign(params, { [name]: toDecimal(amount), currency: amount.currency })
  }
  return params
}

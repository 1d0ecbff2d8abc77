import type { Actor, ReturnEvent } from '#app/domain/events.ts'
import { Money, toDecimal } from '#app/domain/money.ts'
import type { Reason, SetBy } from '#app/domain/policy/decision.ts'
import type { Words } from '#app/domain/policy/words.ts'
import type { Translator } from './translator.ts'

/** A reason of a decision as staff read it. */
export function sayReason({ t }: Translator, reason: Reason): string {
  return t(`reason.${reason.key}`, reason.params)
}

/** The same reason as the shopper reads it: no names of rules. */
export function sayReasonToShopper({ t }: Translator, reason: Reason): string {
  return t(`shopperReason.${reason.key}`, reason.params)
}

/** A condition or term as a part of a sentence, without a full stop. */
export function sayWords(translator: Translator, words: Words): string {
  const { t } = translator
  const parts = words.of?.map((part) => {
    const text = sayWords(translator, part)
    // A group inside a group is put in brackets, else "a and b or c" could mean two things.
    return (part.of?.length ?? 0) > 1 ? `(${text})` : text
  })
  if (words.key === 'condition.all' || words.key === 'condition.any') {
    return t(words.key === 'condition.all' ? 'condition.joinAll' : 'condition.joinAny', {
      parts: parts ?? [],
    })
  }
  return t(words.key, { ...words.params, parts: parts ?? [], part: parts?.[0] ?? '' })
}

/** Sentences of several terms with a capital first letter and a full stop. */
export function sayAll(translator: Translator, list: readonly Words[]): string {
  const text = list.map((words) => sayWords(translator, words)).join(', ')
  return text === '' ? '' : `${text.charAt(0).toLocaleUpperCase(translator.locale)}${text.slice(1)}.`
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

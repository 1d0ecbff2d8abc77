import type { PolicyPage } from '#app/domain/policy/policy-page.ts'
import type { ShortLine } from '#app/domain/policy/short-lines.ts'
import type { Words } from '#app/domain/policy/words.ts'
import { sayWords } from './sentences.ts'
import { isWrittenWide, type Translator } from './translator.ts'

/** A part of a policy page, ready to be shown. `rules` are conditions with what holds under them. */
export type SaidSection = {
  readonly id: string
  readonly title: string
  readonly sentences: readonly string[]
  readonly rules: readonly {
    readonly id: string
    readonly when: string
    readonly sentences: readonly string[]
  }[]
}

/** A policy page in one language: plain text, whoever writes HTML escapes it. */
export type SaidPage = { readonly title: string; readonly sections: readonly SaidSection[] }

/** Writes a policy page in the translator's language. */
export function sayPage(translator: Translator, page: PolicyPage): SaidPage {
  const { t } = translator
  const say = (list: readonly Words[]) => list.map((words) => sayWords(translator, words))
  const section = (
    id: string,
    sentences: readonly string[],
    rules: SaidSection['rules'] = [],
  ): SaidSection => ({
    id,
    title: t(`page.section.${id}`),
    sentences,
    rules,
  })
  const rules = page.rules.map(({ ruleId, when, sentences }) => ({
    id: ruleId,
    when: sayWords(translator, when),
    sentences: say(sentences),
  }))
  const hints = [
    ...(rules.length > 0 ? [t('page.rulesIntro')] : []),
    ...(page.hiddenRules.length > 0 ? [t('page.rulesMore')] : []),
  ]
  return {
    title: t('page.title'),
    sections: [
      ...page.sections.map(({ id, sentences }) => section(id, say(sentences))),
      ...(hints.length > 0 ? [section('rules', hints, rules)] : []),
      section('law', [...say(page.law), t('law.notAdvice')]),
    ],
  }
}

/** Writes a short line (product page, packing slip) in the translator's language. */
export function sayLine(translator: Translator, line: ShortLine): string {
  // Chinese and Japanese put no space after a full stop.
  const space = isWrittenWide(translator.locale) ? '' : ' '
  return line.map((words) => sayWords(translator, words)).join(space)
}

import type { OwnTextsRecord } from '#app/db/own-texts.server.ts'
import { checkOwnText, type TextProblem } from '#app/domain/own-text.ts'
import type { PortalEntry } from '#app/i18n/portal-entries.ts'
import type { PortalGroup } from '#app/i18n/portal-groups.ts'
import { nameOfText } from './text-words.ts'

/** A text of the page in a language, with what the merchant made of it. */
export type TextView = PortalEntry & {
  readonly name: string
  /** What shoppers read, and the field begins with. */
  readonly saved: string
}

/** The texts of a language as the page shows them. */
export function textViews(entries: readonly PortalEntry[], own: OwnTextsRecord | null): readonly TextView[] {
  return entries.map((entry) => ({
    ...entry,
    name: nameOfText(entry.key),
    saved: (Object.hasOwn(own?.texts ?? {}, entry.key) ? own?.texts[entry.key] : undefined) ?? entry.text,
  }))
}

/** What is typed and not saved, by key. */
export type Drafts = Readonly<Record<string, string>>

/** What stands in the field of a text. */
export function writtenIn(drafts: Drafts, { key, saved }: TextView): string {
  return drafts[key] ?? saved
}

/** The drafts after somebody typed: what is as it was saved is no draft. */
export function withDraft(drafts: Drafts, { key, saved }: TextView, written: string): Drafts {
  const { [key]: _, ...others } = drafts
  return written === saved ? others : { ...others, [key]: written }
}

/** What is wrong with the drafts, by key. */
export function problemsOf(
  texts: readonly TextView[],
  drafts: Drafts,
): readonly { readonly text: TextView; readonly problem: TextProblem }[] {
  return texts.flatMap((text) => {
    const draft = drafts[text.key]
    const checked = draft === undefined || draft === text.text ? null : checkOwnText(draft, text)
    return checked === null || checked.ok ? [] : [{ text, problem: checked.error }]
  })
}

/** What is sent to be saved: null gives a text back to the app. */
export function changesOf(
  texts: readonly TextView[],
  drafts: Drafts,
): Readonly<Record<string, string | null>> {
  const defaults = new Map(texts.map(({ key, text }) => [key, text]))
  return Object.fromEntries(
    Object.entries(drafts).map(([key, written]) => [key, written === defaults.get(key) ? null : written]),
  )
}

export type Filters = {
  readonly group: PortalGroup
  /** Looks at all pages. */
  readonly search: string
  readonly changedOnly: boolean
}

/** The texts that are asked for: those of a page, or of all pages where something is searched for or only changes are wanted. */
export function filterTexts(
  texts: readonly TextView[],
  drafts: Drafts,
  { group, search, changedOnly }: Filters,
): readonly TextView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const everywhere = words.length > 0 || changedOnly
  return texts.filter((text) => {
    if (!everywhere && text.group !== group) return false
    const written = writtenIn(drafts, text)
    if (changedOnly && written === text.text) return false
    const looked = `${text.name} ${text.key} ${written} ${text.text} ${text.english}`.toLowerCase()
    return words.every((word) => looked.includes(word))
  })
}

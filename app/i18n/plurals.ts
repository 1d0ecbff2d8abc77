/**
 * The same texts with every plural form that a language has: one that is not written takes the words of `_other`. French has a
 * form of its own for millions and Arabic six; a text needs only those that differ.
 */
export function withEveryPlural(group: object, locale: string): object {
  const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
  const filled: Record<string, unknown> = {}
  for (const [key, value] of Object.entries<unknown>({ ...group })) {
    const isGroup = typeof value === 'object' && value !== null
    filled[key] = isGroup ? withEveryPlural(value, locale) : value
  }
  for (const key of Object.keys(filled)) {
    if (!key.endsWith('_other')) continue
    for (const form of forms) filled[key.replace(/other$/, form)] ??= filled[key]
  }
  return filled
}

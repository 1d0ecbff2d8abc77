import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { changeOwnTexts } from '#app/db/own-texts.server.ts'
import { checkOwnText, type TextProblem } from '#app/domain/own-text.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { limitsOf } from '#app/i18n/portal-entries.ts'
import { type PortalLocale } from '#app/i18n/portal-languages.ts'
import { portalTexts } from '#app/i18n/portal-locales.ts'
import { mayAct } from './may-act.server.ts'

export type OwnTextProblem = TextProblem | { readonly kind: 'locked' }
export type SaveOwnTextsError =
  | Forbidden
  | {
      readonly kind: 'invalid_texts'
      /** By key. */
      readonly problems: Readonly<Record<string, OwnTextProblem>>
    }

/**
 * Changes texts of the shopper's pages in one language: null, or the app's own words, gives a text back to the app. All or none
 * is saved. A text that is locked, or that there is not, is refused.
 */
export async function saveOwnTexts(
  ctx: ShopContext,
  input: { readonly locale: PortalLocale; readonly changes: Readonly<Record<string, string | null>> },
): Promise<Result<null, SaveOwnTextsError>> {
  const allowed = await mayAct(ctx, 'settings.save')
  if (!allowed.ok) return allowed
  const { locale } = input
  const ours: Readonly<Record<string, string>> = portalTexts[locale]
  const problems: Record<string, OwnTextProblem> = {}
  const changes: Record<string, string | null> = {}
  for (const [key, written] of Object.entries(input.changes)) {
    const limits = limitsOf(locale, key)
    // What is taken back need not be a text that there still is.
    if (written === null) changes[key] = null
    else if (limits === null) problems[key] = { kind: 'locked' }
    else {
      const checked = checkOwnText(written, limits)
      if (!checked.ok) problems[key] = checked.error
      else changes[key] = checked.value === ours[key] ? null : checked.value
    }
  }
  if (Object.keys(problems).length > 0) return err({ kind: 'invalid_texts', problems })
  const { shop, actor: author } = ctx
  if (Object.keys(changes).length > 0)
    await withShop(shop, (tx) => changeOwnTexts(tx, { shop, locale, changes, author, now: ctx.now() }))
  return ok(null)
}

import { z } from 'zod'
import { done, no, type Performed, readCommand } from '#app/admin-command.server.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { formatInstant } from '#app/domain/dates.ts'
import { textOfHtml } from '#app/domain/policy/drift.ts'
import { mayDo } from '#app/domain/roles.ts'
import { languageName } from '#app/i18n/language-name.ts'
import { pageLanguages, type PageLocale } from '#app/i18n/page-languages.ts'
import { policyHtml, policyText } from '#app/i18n/policy-html.ts'
import { sayPage } from '#app/i18n/say-page.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import {
  comparePolicyPage,
  pushPolicyPage,
  type PushPolicyPageError,
} from '#app/use-cases/policy-page.server.ts'
import { readPublicPolicy } from '#app/use-cases/read-public-policy.server.ts'
import { sayDrift } from './drift-words.ts'

/** What the page shows: the text in one language, and Shopify's own page beside it. */
export async function readPage(ctx: ShopContext, locale: PageLocale) {
  const { timeZone } = ctx.settings
  const [{ page }, compared] = await Promise.all([
    readPublicPolicy(ctx, { country: null, link: null, locale }),
    comparePolicyPage(ctx),
  ])
  const said = sayPage(translatorFor(locale, timeZone), page)
  const theirs = compared.ok ? compared.value.theirs : null
  return {
    locale,
    language: languageName(locale),
    languages: pageLanguages.map((value) => ({ value, label: languageName(value) })),
    sections: said.sections,
    html: policyHtml(said, locale),
    text: policyText(said),
    mayPush: mayDo(ctx.role, 'policy.publish').ok,
    shopify: compared.ok
      ? {
          theirs: theirs && beginningOf(textOfHtml(theirs.body)),
          url: theirs?.url ?? null,
          changedAt: theirs?.updatedAt ?? null,
          changed: theirs && formatInstant(theirs.updatedAt, 'en', timeZone),
          mayRead: compared.value.mayRead,
          mayWrite: compared.value.mayWrite,
          drift: compared.value.drift.map(sayDrift),
        }
      : null,
  }
}
export type PolicyTextPageData = Awaited<ReturnType<typeof readPage>>

function beginningOf(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400).trimEnd()}…`
}

const Push = z.object({ locale: z.enum(pageLanguages), seen: z.string().max(50).nullable() })

/** Puts the text on Shopify's page. Throws a 400 for what no form of ours can send. */
export async function pushPage(ctx: ShopContext, request: Request): Promise<Performed> {
  const pushed = await pushPolicyPage(ctx, await readCommand(request, Push))
  if (pushed.ok) return done('Shopify’s refund policy is replaced')
  const { error } = pushed
  return error.kind === 'forbidden' ? no(403, sayForbidden(error)) : no(200, words[error.kind])
}

const words: Readonly<Record<Exclude<PushPolicyPageError['kind'], 'forbidden'>, string>> = {
  no_scope: 'Not replaced: the app may not write Shopify’s policies. Allow it first.',
  too_big: 'Not replaced: the text is longer than Shopify takes.',
  shopify_unreachable: 'Shopify did not answer. Try again in a moment.',
  changed_since:
    'Not replaced: somebody has changed Shopify’s page since you opened this one. Look at it, then decide.',
}

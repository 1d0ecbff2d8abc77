import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { type PageLocale, pageLocaleFor } from '#app/i18n/page-languages.ts'
import { sayPage } from '#app/i18n/say-page.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { PolicyPage } from '#app/portal/policy-page.tsx'
import { portalResponse } from '#app/portal/portal-response.server.ts'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { readPublicPolicy } from '#app/use-cases/read-public-policy.server.ts'

/** The policy in force, in any language that policies are said in. It holds no secret, so search engines may keep it. */
async function showPolicy(request: Request, { ctx, frame, proxy }: Visit): Promise<Response> {
  const locale = languageOf(request, proxy.params.locale) ?? pageLocaleFor(frame.text.locale) ?? 'en'
  const link = `https://${proxy.shop}${proxy.pathPrefix}/policy`
  const { page, jsonLd } = await readPublicPolicy(ctx, {
    country: proxy.params.country ?? null,
    link,
    locale,
  })
  const said = sayPage(translatorFor(locale, ctx.settings.timeZone), page)
  return portalResponse({
    frame,
    page: <PolicyPage frame={frame} page={said} locale={locale} />,
    isFragment: proxy.params.view !== undefined,
    jsonLd,
    headers: { 'Content-Language': locale, 'X-Robots-Tag': 'all' },
  })
}

/** The first language asked for that policies are said in; null where none is. */
function languageOf(request: Request, wanted: string | undefined): PageLocale | null {
  const wishes = [wanted ?? '', ...(request.headers.get('accept-language') ?? '').split(',')]
  for (const wish of wishes) {
    const locale = pageLocaleFor(wish.split(';')[0] ?? '')
    if (locale !== null) return locale
  }
  return null
}

function answer({ request }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  return answerVisit(request, { GET: (visit) => showPolicy(request, visit) })
}
export const loader = (args: LoaderFunctionArgs) => answer(args)
export const action = (args: ActionFunctionArgs) => answer(args)

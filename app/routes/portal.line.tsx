import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { sayLine } from '#app/i18n/say-page.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { takeProductLine } from '#app/portal/lookup-limits.server.ts'
import { plainResponse } from '#app/portal/portal-response.server.ts'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { readProductLine } from '#app/use-cases/read-product-line.server.ts'

/** The line about returns for the page of a product: `{ text, locale }`. It holds no secret, so browsers may keep it for a while. */
async function showLine({ ctx, frame, proxy }: Visit): Promise<Response> {
  const { product, country = null } = proxy.params
  if (product === undefined) return plainResponse(400, 'Which product?')
  const line = await readProductLine(ctx, {
    productGid: `gid://shopify/Product/${product}`,
    country,
    mayAskShopify: () => takeProductLine(proxy.shop),
  })
  const { locale } = frame.text
  const text = sayLine(translatorFor(locale, ctx.settings.timeZone), line)
  return Response.json(
    { text, locale },
    { headers: { 'Cache-Control': 'private, max-age=300', 'X-Content-Type-Options': 'nosniff' } },
  )
}

export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, { GET: showLine })
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, { GET: showLine })

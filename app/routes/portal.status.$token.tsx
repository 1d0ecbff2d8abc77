import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { tooMany } from '#app/portal/find-order.server.tsx'
import { takeGuess } from '#app/portal/lookup-limits.server.ts'
import { StatusGonePage, StatusPage } from '#app/portal/status-page.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { readStatusToken } from '#app/status-link.server.ts'
import { getReturnForShopper } from '#app/use-cases/get-return-for-shopper.server.ts'

/** Where one return stands, for whoever holds its link. Reading changes nothing; a link that is none is counted. */
async function showStatus(visit: Visit, token: string): Promise<Response> {
  const { ctx, frame, proxy, scope, now } = visit
  const returnId = readStatusToken(scope, token, now)
  const view = returnId === null ? null : await getReturnForShopper(ctx, { returnId })
  if (view !== null) {
    // A link from a message names no language: the page speaks the one that the return was asked for in.
    if (proxy.params.locale === undefined && view.locale !== frame.text.locale)
      return visit.goTo(frame.to(`status/${token}`, { locale: view.locale }))
    return visit.show(
      <StatusPage frame={frame} view={view} instructions={ctx.settings.portal.instructions} />,
    )
  }
  const wait = await takeGuess(proxy.shop, proxy.clientNetwork)
  return wait > 0 ? tooMany(visit, wait) : visit.show(<StatusGonePage frame={frame} />, 404)
}

function answer({ request, params }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  return answerVisit(request, { GET: (visit) => showStatus(visit, params['token'] ?? '') })
}
export const loader = (args: LoaderFunctionArgs) => answer(args)
export const action = (args: ActionFunctionArgs) => answer(args)

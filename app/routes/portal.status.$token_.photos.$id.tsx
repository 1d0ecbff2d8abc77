import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { photoResponse } from '#app/photo-response.server.ts'
import { takeGuess } from '#app/portal/lookup-limits.server.ts'
import { plainResponse } from '#app/portal/portal-response.server.ts'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { readStatusToken } from '#app/status-link.server.ts'
import { readPhoto } from '#app/use-cases/read-photo.server.ts'

/** A photo of a return, for whoever holds the return's link. */
async function showPhoto(visit: Visit, token: string, id: string): Promise<Response> {
  const { ctx, proxy, scope, now } = visit
  const returnId = readStatusToken(scope, token, now)
  const bytes = returnId === null ? null : await readPhoto(ctx, { id, owner: { kind: 'return', returnId } })
  if (bytes !== null) return photoResponse(bytes)
  const wait = await takeGuess(proxy.shop, proxy.clientNetwork)
  return wait > 0
    ? plainResponse(429, 'Please try again later.', { 'Retry-After': String(wait) })
    : photoResponse(null)
}

function answer({ request, params }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  return answerVisit(request, {
    GET: (visit) => showPhoto(visit, params['token'] ?? '', params['id'] ?? ''),
  })
}
export const loader = (args: LoaderFunctionArgs) => answer(args)
export const action = (args: ActionFunctionArgs) => answer(args)

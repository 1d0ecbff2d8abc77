import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { photoResponse } from '#app/photo-response.server.ts'
import { readOrderToken } from '#app/portal/order-token.server.ts'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { readPhoto } from '#app/use-cases/read-photo.server.ts'

/** A photo of a request that is being written, for the visit that wrote it. */
async function showPhoto({ ctx, proxy, scope, now }: Visit, id: string): Promise<Response> {
  const token = proxy.params.t ?? ''
  const visited = readOrderToken(scope, { token, customer: proxy.customer, now })
  if (!visited.ok) return photoResponse(null)
  const owner = { kind: 'order', orderGid: visited.value.order } as const
  return photoResponse(await readPhoto(ctx, { id, owner }))
}

function answer({ request, params }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  return answerVisit(request, { GET: (visit) => showPhoto(visit, params['id'] ?? '') })
}
export const loader = (args: LoaderFunctionArgs) => answer(args)
export const action = (args: ActionFunctionArgs) => answer(args)

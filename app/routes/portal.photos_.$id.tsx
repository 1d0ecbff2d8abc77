import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { photoResponse } from '#app/photo-response.server.ts'
import { photoOrder } from '#app/portal/gift-visit.server.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { readPhoto } from '#app/use-cases/read-photo.server.ts'

/** A photo of a request that is being written, for the visit that wrote it. */
async function showPhoto(visit: Visit, id: string): Promise<Response> {
  const orderGid = await photoOrder(visit, visit.proxy.params.t ?? '')
  if (orderGid === null) return photoResponse(null)
  return photoResponse(await readPhoto(visit.ctx, { id, owner: { kind: 'order', orderGid } }))
}

function answer({ request, params }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  return answerVisit(request, { GET: (visit) => showPhoto(visit, params['id'] ?? '') })
}
export const loader = (args: LoaderFunctionArgs) => answer(args)
export const action = (args: ActionFunctionArgs) => answer(args)

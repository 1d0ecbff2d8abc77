import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { postStatus, showStatus } from '#app/portal/show-status.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** Where one return stands and what its shopper can do about it, for whoever holds its link. */
function answer({ request, params }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  const token = params['token'] ?? ''
  return answerVisit(request, {
    GET: (visit) => showStatus(visit, token),
    POST: (visit) => postStatus(visit, token),
  })
}
export const loader = (args: LoaderFunctionArgs) => answer(args)
export const action = (args: ActionFunctionArgs) => answer(args)

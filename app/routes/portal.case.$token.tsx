import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { postCase, showCase } from '#app/portal/show-case.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** One case, for whoever holds its link. */
function answer({ request, params }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  const token = params['token'] ?? ''
  return answerVisit(request, {
    GET: (visit) => showCase(visit, token),
    POST: (visit) => postCase(visit, token),
  })
}
export const loader = (args: LoaderFunctionArgs) => answer(args)
export const action = (args: ActionFunctionArgs) => answer(args)

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '#app/portal/api/answer-api.server.ts'

/** The headless API, versioned by its path. */
function answer({ request, params }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  return answerApi(request, params['version'] ?? '', params['*'] ?? '')
}
export const loader = (args: LoaderFunctionArgs) => answer(args)
export const action = (args: ActionFunctionArgs) => answer(args)

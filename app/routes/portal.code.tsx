import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { postCode, showCode } from '#app/portal/guest-code.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** The mailed one-time code of a guest. */
const handlers = { GET: showCode, POST: postCode }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

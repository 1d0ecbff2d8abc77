import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { askHandlers } from '#app/portal/ask.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** An inspection whose result the shopper does not accept: a case for staff. */
const handlers = askHandlers('contest')
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { askHandlers } from '#app/portal/ask.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** A request to take back what the policy does not: a case for staff. */
const handlers = askHandlers('exception')
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

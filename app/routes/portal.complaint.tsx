import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { askHandlers } from '#app/portal/ask.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** A complaint about an order or a return: a case for staff. */
const handlers = askHandlers('complaint')
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

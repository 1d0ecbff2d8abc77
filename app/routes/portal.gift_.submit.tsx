import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { postGiftSubmit } from '#app/portal/gift-request.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** Asks a gift back. */
const handlers = { POST: postGiftSubmit }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

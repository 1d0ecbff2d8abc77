import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { postGiftReview } from '#app/portal/gift-request.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** What there is instead of a gift. */
const handlers = { POST: postGiftReview }
const options = { takesFiles: true }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers, options)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers, options)

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { postGift, showGift } from '#app/portal/gift.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** Returns of gifts: a code, and what it is good for. */
const handlers = { GET: showGift, POST: postGift }
const options = { takesFiles: true }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers, options)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers, options)

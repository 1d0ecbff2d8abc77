import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { postGiftMaking, showGiftMaking } from '#app/portal/gift-make.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** The buyer's own codes for what was given away. */
const handlers = { GET: showGiftMaking, POST: postGiftMaking }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

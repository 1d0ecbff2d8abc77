import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { openWithdraw, postWithdraw } from '#app/portal/declare.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** Withdrawal from a contract in two steps, without login and without a reason. */
const handlers = { GET: openWithdraw, POST: postWithdraw }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

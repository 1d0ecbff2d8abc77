import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { postWithdraw, showWithdraw } from '#app/portal/declare.server.tsx'
import { answerVisit } from '#app/portal/visit.server.tsx'

/** Withdrawal from a contract in two steps, without login and without a reason. */
const handlers: Parameters<typeof answerVisit>[1] = {
  GET: (visit) => Promise.resolve(showWithdraw(visit)),
  POST: postWithdraw,
}
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

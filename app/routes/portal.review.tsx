import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { readLineEntries } from '#app/portal/line-entries.ts'
import { showQuotes } from '#app/portal/show-quotes.server.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { visitedOrder } from '#app/portal/visited-order.server.tsx'

/** What the chosen lines come to. Nothing is kept: the next step sends the lines again. */
async function postReview(visit: Visit): Promise<Response> {
  const token = visit.form.get('t') ?? ''
  const visited = visitedOrder(visit, token)
  if (!visited.ok) return visited.error
  return showQuotes(visit, { token, visited: visited.value, entries: readLineEntries(visit.form) })
}

const handlers = { POST: postReview }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

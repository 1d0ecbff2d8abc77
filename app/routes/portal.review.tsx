import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { keepFiles } from '#app/portal/keep-files.server.ts'
import { readLineEntries } from '#app/portal/line-entries.ts'
import { showItems } from '#app/portal/show-items.server.tsx'
import { showQuotes } from '#app/portal/show-quotes.server.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { visitedOrder } from '#app/portal/visited-order.server.tsx'

/** What the chosen lines come to. Nothing but photos is kept: the next step sends the lines again. */
async function postReview(visit: Visit): Promise<Response> {
  const token = visit.form.get('t') ?? ''
  const visited = visitedOrder(visit, token)
  if (!visited.ok) return visited.error
  const kept = await keepFiles(visit, visited.value)
  const entries = readLineEntries(kept.visit.form)
  const page = { token, visited: visited.value, entries }
  if (kept.errors.size > 0)
    return showItems(kept.visit, { ...page, photoErrors: kept.errors, status: kept.status })
  return showQuotes(kept.visit, page)
}

const handlers = { POST: postReview }
const options = { takesFiles: true }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers, options)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers, options)

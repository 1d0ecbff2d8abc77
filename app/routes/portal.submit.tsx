import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import { readLineEntries, requestedLines } from '#app/portal/line-entries.ts'
import { refuseRequest, showQuotes } from '#app/portal/show-quotes.server.tsx'
import { showItems } from '#app/portal/show-items.server.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { visitedOrder } from '#app/portal/visited-order.server.tsx'
import { makeStatusToken } from '#app/status-link.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'

/** Nobody reads two pages in less than this. */
const shortestVisitMs = 300

/** Makes the return and leads to its status page. The token's nonce is the key of the submission: sent twice it is one return. */
async function postSubmit(visit: Visit): Promise<Response> {
  const { ctx, form, frame, scope, now } = visit
  const { t, locale } = frame.text
  const token = form.get('t') ?? ''
  const visited = visitedOrder(visit, token)
  if (!visited.ok) return visited.error
  const request = { token, visited: visited.value, entries: readLineEntries(form) }
  const isRobot =
    (form.get('website') ?? '') !== '' || Date.parse(now) - request.visited.issuedAt < shortestVisitMs
  if (isRobot)
    return showQuotes(visit, { ...request, notice: { sentence: t('review.too_fast'), status: 429 } })
  const { lines, errors } = requestedLines(request.entries)
  if (errors.size > 0) return showItems(visit, { ...request, errors })
  const outcome = Outcome.safeParse(form.get('outcome'))
  if (!outcome.success) return showQuotes(visit, { ...request, outcomeError: t('review.outcome_missing') })
  const { order: orderGid, nonce: submissionKey } = request.visited
  // The sentence that stood beside the choice, where there was one.
  const wantsCredit = outcome.data === 'store_credit' || form.get('fallback') === 'store_credit'
  const agreedTo = wantsCredit ? { agreedTo: t('outcome.store_credit_consent') } : {}
  const fallback = ExchangeFallback.safeParse(form.get('fallback')).data
  const exchange =
    outcome.data === 'exchange'
      ? { seen: form.get('exchange_seen') ?? '', ...(fallback === undefined ? {} : { fallback }) }
      : {}
  const asked = { orderGid, submissionKey, lines, outcome: outcome.data, locale, ...agreedTo, ...exchange }
  const made = await requestReturn(ctx, asked)
  if (!made.ok) return refuseRequest(visit, { ...request, error: made.error, step: 'submit' })
  return visit.goTo(frame.to(`status/${makeStatusToken(scope, made.value.returnId, now)}`))
}

const handlers = { POST: postSubmit }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

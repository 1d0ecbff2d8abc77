import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { readLineEntries, requestedLines } from '#app/portal/line-entries.ts'
import { type Mix, mixed, mixKey, mixOf } from '#app/portal/mixed-outcome.ts'
import { isFromRobot } from '#app/portal/robot.ts'
import { refuseRequest, showQuotes } from '#app/portal/show-quotes.server.tsx'
import { showItems } from '#app/portal/show-items.server.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { visitedOrder } from '#app/portal/visited-order.server.tsx'
import { makeStatusToken } from '#app/status-link.server.ts'
import { quoteReturn } from '#app/use-cases/quote-return.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'

/** Makes the return and leads to its status page. The token's nonce is the key of the submission: sent twice it is one return. */
async function postSubmit(visit: Visit): Promise<Response> {
  const { ctx, form, frame, scope, now } = visit
  const { t, locale } = frame.text
  const token = form.get('t') ?? ''
  const visited = visitedOrder(visit, token)
  if (!visited.ok) return visited.error
  const request = { token, visited: visited.value, entries: readLineEntries(form) }
  if (isFromRobot(form, request.visited, now))
    return showQuotes(visit, { ...request, notice: { sentence: t('review.too_fast'), status: 429 } })
  const { lines, errors } = requestedLines(request.entries)
  if (errors.size > 0) return showItems(visit, { ...request, errors })
  const mix = form.get('outcome') === mixed ? mixOf(request.entries, lines) : null
  const outcome = Outcome.safeParse(mix?.outcome ?? form.get('outcome'))
  if (!outcome.success) return showQuotes(visit, { ...request, outcomeError: t('review.outcome_missing') })
  const { order: orderGid, nonce: submissionKey } = request.visited
  // The sentence that stood beside the choice, where there was one.
  const isPaidAs = (one: Outcome) =>
    outcome.data === one || mix?.lines.some((line) => line.outcome === one) === true
  const wantsCredit = isPaidAs('store_credit') || form.get('fallback') === 'store_credit'
  const agreedTo = wantsCredit ? { agreedTo: t('outcome.store_credit_consent') } : {}
  const fallback = ExchangeFallback.safeParse(form.get('fallback')).data
  if (mix !== null && !(await hasSeen(visit, { order: orderGid, mix, fallback })))
    return showQuotes(visit, { ...request, outcomeError: t('mixed.check') })
  const exchange =
    mix !== null
      ? fallback === undefined || !isPaidAs('exchange')
        ? {}
        : { fallback }
      : outcome.data === 'exchange'
        ? { seen: form.get('exchange_seen') ?? '', ...(fallback === undefined ? {} : { fallback }) }
        : {}
  const method = form.get('method') ?? ''
  const returnMethod = ReturnMethod.safeParse(method)
  if (method !== '' && !returnMethod.success)
    return showQuotes(visit, { ...request, methodError: t('review.method_gone') })
  const back = returnMethod.success ? { returnMethod: returnMethod.data } : {}
  const asked = {
    ...back,
    orderGid,
    submissionKey,
    lines: mix?.lines ?? lines,
    outcome: outcome.data,
    locale,
    ...agreedTo,
    ...exchange,
  }
  const made = await requestReturn(ctx, asked)
  if (!made.ok) return refuseRequest(visit, { ...request, error: made.error, step: 'submit' })
  return visit.goTo(frame.to(`status/${makeStatusToken(scope, made.value.returnId, now)}`))
}

/** Whether what a mix comes to is what stood on the page. What cannot be quoted is refused by the request itself. */
async function hasSeen(
  { ctx, form }: Visit,
  {
    order,
    mix,
    fallback,
  }: { readonly order: OrderGid; readonly mix: Mix; readonly fallback: ExchangeFallback | undefined },
): Promise<boolean> {
  const chosen = fallback === undefined ? {} : { fallback }
  const quoted = await quoteReturn(ctx, { orderGid: order, ...mix, ...chosen })
  if (!quoted.ok) return true
  const [quote] = quoted.value.quotes
  return quote !== undefined && form.get('mixed_seen') === mixKey(mix, quote)
}

const handlers = { POST: postSubmit }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers)

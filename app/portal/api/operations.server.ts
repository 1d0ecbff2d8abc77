import { takeCodeTry, takeGuess, takeLookup, forgiveLookup } from '#app/portal/lookup-limits.server.ts'
import { identifyGuest, resendGuestCode, verifyGuestCode } from '#app/use-cases/identify-guest.server.ts'
import { getReturnForShopper } from '#app/use-cases/get-return-for-shopper.server.ts'
import { judgeOrder } from '#app/use-cases/judge-order.server.ts'
import { listOrdersForCustomer } from '#app/use-cases/list-orders-for-customer.server.ts'
import { quoteReturn } from '#app/use-cases/quote-return.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'
import { makeStatusToken, readStatusToken } from '#app/status-link.server.ts'
import { readReturnPlaces } from '#app/use-cases/read-return-places.server.ts'
import { makeCodeToken, readCodeToken } from '../code-token.server.ts'
import { readCustomerToken } from '../customer-token.server.ts'
import { attemptOf, cleaned, inBeats, isLookup, tellOfGuessing } from '../find-order.server.tsx'
import { makeOrderToken, type OrderToken, readOrderToken } from '../order-token.server.ts'
import { isTooSoon } from '../robot.ts'
import { type ApiAnswer, refusal, refusalOf, success } from './answers.ts'
import { amount, orderOf, quoteOf, statusOf, toRequestedLines } from './values.ts'
import { caseOperations } from './case-operations.server.ts'
import { type Caller, operation } from './operation.ts'
import * as schema from './schemas.ts'

/**
 * The operations of the API, by path. Each reads its request by its schema and asks the use-case that the pages ask: there is
 * one decision, whoever wants to know it.
 */
export const operations = {
  'orders/find': operation(
    { takes: schema.FindOrder, answers: schema.FoundOrder, summary: 'Finds a guest’s order.' },
    (caller, input) => inBeats(() => findOrder(caller, input)),
  ),
  'codes/verify': operation(
    { takes: schema.VerifyCode, answers: schema.OpenedOrder, summary: 'Opens an order by its mailed code.' },
    async (caller, { codeToken, code }) => {
      const codeId = readCodeToken(caller.scope, codeToken, caller.now)
      if (codeId === null) return refusal(403, 'token_invalid')
      const wait = await takeCodeTry(caller.ctx.shop, caller.network)
      if (wait > 0) return refusal(429, 'too_many_requests', { retryAfterSeconds: wait })
      const verified = await verifyGuestCode(caller.ctx, { codeId, code })
      if (verified.ok) return success(opened(caller, { order: verified.value, customer: null }))
      return verified.error.kind === 'wrong'
        ? refusal(422, 'code_wrong', { triesLeft: verified.error.left })
        : refusal(422, 'code_spent')
    },
  ),
  'codes/resend': operation(
    { takes: schema.ResendCode, answers: schema.SentCode, summary: 'Mails a further code.' },
    async (caller, { codeToken }) => {
      const codeId = readCodeToken(caller.scope, codeToken, caller.now)
      if (codeId === null) return refusal(403, 'token_invalid')
      const wait = await takeCodeTry(caller.ctx.shop, caller.network)
      if (wait > 0) return refusal(429, 'too_many_requests', { retryAfterSeconds: wait })
      return success({ sent: await resendGuestCode(caller.ctx, codeId) })
    },
  ),
  'orders/list': operation(
    {
      takes: schema.ListOrders,
      answers: schema.CustomerOrders,
      summary: 'The signed-in customer’s latest orders.',
    },
    async (caller, { customerToken }) => {
      const { scope, now } = caller
      const customer =
        customerToken === undefined ? caller.customer : readCustomerToken(scope, customerToken, now)
      if (customer === null) return refusal(403, 'token_invalid')
      const orders = await listOrdersForCustomer(caller.ctx, { customerGid: customer })
      return success({
        orders: orders.map((order) => ({
          orderToken: opened(caller, { order: order.id, customer }).orderToken,
          name: order.name,
          placedAt: order.placedAt,
          total: amount(order.total),
          titles: order.lines.map((line) => line.title),
        })),
      })
    },
  ),
  order: operation(
    { takes: schema.ReadOrder, answers: schema.OrderToReturn, summary: 'What of an order can be returned.' },
    (caller, input) =>
      withOrder(caller, input, async ({ order: orderGid, customer }) => {
        const customerGid = customer === null ? {} : { customerGid: customer }
        const judged = await judgeOrder(caller.ctx, { orderGid, ...customerGid })
        return judged.ok ? success(orderOf(judged.value, caller.text)) : refusalOf(judged.error)
      }),
  ),
  quotes: operation(
    { takes: schema.QuoteReturn, answers: schema.QuotedReturn, summary: 'What the chosen lines come to.' },
    (caller, input) =>
      withOrder(caller, input, async ({ order: orderGid }) => {
        const lines = toRequestedLines(input.lines)
        const { fallback } = input
        const asked = { orderGid, lines, ...(fallback === undefined ? {} : { fallback }) }
        const quoted = await quoteReturn(caller.ctx, asked)
        if (!quoted.ok) return refusalOf(quoted.error)
        const places = await readReturnPlaces(caller.ctx, quoted.value.decision.lines)
        return success(quoteOf(quoted.value, { lines, places }, caller.text))
      }),
  ),
  returns: operation(
    {
      takes: schema.MakeReturn,
      answers: schema.MadeReturn,
      summary: 'Makes the return. Sent again with the same token it is the same return.',
    },
    (caller, input) =>
      withOrder(caller, input, async (visited) => {
        if (isTooSoon(visited, caller.now)) return refusal(429, 'sent_too_soon')
        const { fallback, seen, returnMethod } = input
        const outcomes = [input.outcome, fallback, ...input.lines.map(({ outcome }) => outcome)]
        const wantsCredit = outcomes.includes('store_credit')
        const made = await requestReturn(caller.ctx, {
          orderGid: visited.order,
          submissionKey: visited.nonce,
          lines: toRequestedLines(input.lines),
          outcome: input.outcome,
          locale: caller.text.locale,
          ...(wantsCredit ? { agreedTo: caller.text.t('outcome.store_credit_consent') } : {}),
          ...(input.outcome === 'exchange' ? { seen: seen ?? '' } : {}),
          ...(fallback === undefined ? {} : { fallback }),
          ...(returnMethod === undefined ? {} : { returnMethod }),
        })
        if (!made.ok) return refusalOf(made.error)
        const { name, status, returnId } = made.value
        return success({ name, status, statusToken: makeStatusToken(caller.scope, returnId, caller.now) })
      }),
  ),
  'returns/status': operation(
    { takes: schema.ReadStatus, answers: schema.ReturnStatus, summary: 'Where a return stands.' },
    async (caller, { statusToken }) => {
      const returnId = readStatusToken(caller.scope, statusToken, caller.now)
      const view = returnId === null ? null : await getReturnForShopper(caller.ctx, { returnId })
      if (view !== null) return success(statusOf(view, caller.text))
      const wait = await takeGuess(caller.ctx.shop, caller.network)
      return wait > 0
        ? refusal(429, 'too_many_requests', { retryAfterSeconds: wait })
        : refusal(404, 'not_found')
    },
  ),
  ...caseOperations,
} as const

async function findOrder(
  caller: Caller,
  input: { readonly orderNumber: string; readonly proof: string },
): Promise<ApiAnswer> {
  const { ctx, scope, text, now } = caller
  const typed = { orderNumber: cleaned(input.orderNumber), proof: cleaned(input.proof) }
  if (!isLookup(typed)) return refusal(422, 'malformed_request')
  const attempt = attemptOf(ctx.shop, caller.network, typed)
  const wait = await takeLookup(attempt)
  if (wait > 0) {
    await tellOfGuessing(ctx)
    return refusal(429, 'too_many_requests', { retryAfterSeconds: wait })
  }
  const found = await identifyGuest(ctx, {
    orderName: typed.orderNumber,
    proof: typed.proof,
    locale: text.locale,
  })
  if (!found.ok) return refusalOf(found.error)
  if (found.value.kind === 'code')
    return success({ kind: 'code', codeToken: makeCodeToken(scope, found.value.codeId, now) })
  void forgiveLookup(attempt)
  return success(opened(caller, { order: found.value.orderGid, customer: null }))
}

function opened({ scope, now }: Caller, visit: Pick<OrderToken, 'order' | 'customer'>) {
  return { kind: 'order' as const, orderToken: makeOrderToken(scope, { ...visit, now, isSession: true }) }
}

async function withOrder(
  { scope, customer, now }: Caller,
  { orderToken }: { readonly orderToken: string },
  work: (visited: OrderToken) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const visited = readOrderToken(scope, { token: orderToken, customer, now })
  if (visited.ok) return work(visited.value)
  return visited.error.kind === 'expired' ? refusal(403, 'token_expired') : refusal(403, 'token_invalid')
}

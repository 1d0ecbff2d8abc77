import type { RequestError } from '#app/use-cases/quote-return.server.ts'
import type { ErrorBody, ErrorCode } from './schemas.ts'

/** An answer before it is a response. */
export type ApiAnswer =
  { readonly status: 200; readonly body: object } | { readonly status: number; readonly error: ErrorBody }

const sentences: Readonly<Record<ErrorCode, string>> = {
  malformed_request: 'The request is not of the documented form.',
  not_from_shop: 'The request did not come through the shop’s app proxy.',
  origin_not_allowed: 'The shop has not allowed this origin.',
  not_found: 'There is no such thing, or it is not yours to see.',
  method_not_allowed: 'This is asked for in another way; see openapi.json.',
  token_invalid: 'The token is not valid here.',
  token_expired: 'The token has ended; find the order again.',
  code_wrong: 'That is not the code.',
  code_spent: 'The code is not good any more; ask for a new one.',
  invalid_lines: 'Some lines cannot be returned as asked.',
  outcome_not_offered: 'This outcome is not offered for these lines.',
  exchange_not_possible: 'Some lines lack a choice that is there.',
  method_not_offered: 'The policy offers another way back for these lines.',
  exchange_not_seen: 'The exchange comes to something else by now; quote it again.',
  evidence_missing: 'Answers or photos are missing.',
  case_closed: 'The case is closed.',
  nothing_inspected: 'Nothing came back yet that could be contested.',
  confirm_again: 'This content was not prepared, or too long ago; prepare it again.',
  sent_too_soon: 'Nobody reads that fast; send it again in a moment.',
  too_many_requests: 'Too many attempts; wait and try again.',
  too_large: 'The request is too large.',
  shop_unreachable: 'The shop does not answer; try again in a moment.',
}

export function success(body: object): ApiAnswer {
  return { status: 200, body }
}

export function refusal(
  status: number,
  code: ErrorCode,
  more: Omit<ErrorBody, 'code' | 'message'> = {},
): ApiAnswer {
  return { status, error: { code, message: sentences[code], ...more } }
}

/** What a use-case refuses, in the words of the API. */
export function refusalOf(error: RequestError | { readonly kind: 'too_old' }): ApiAnswer {
  switch (error.kind) {
    // Whether an order is too old to be looked up says nothing about whether there is one; a script can do nothing with it.
    case 'not_found':
    case 'too_old':
      return refusal(404, 'not_found')
    case 'nothing_selected':
      return refusal(422, 'invalid_lines')
    case 'invalid_lines': {
      const fields = error.lines.map(({ lineId, problem }) => ({ path: lineId, problem }))
      return refusal(422, 'invalid_lines', { fields })
    }
    case 'outcome_not_offered':
      return refusal(
        422,
        'outcome_not_offered',
        error.ways === undefined
          ? {}
          : { ways: error.ways.map(({ lineId, outcomes }) => ({ lineId, outcomes: [...outcomes] })) },
      )
    case 'exchange_not_possible': {
      const fields = error.lineIds.map((path) => ({ path, problem: 'choice_missing' }))
      return refusal(422, 'exchange_not_possible', { fields })
    }
    case 'method_not_offered':
      return refusal(422, 'method_not_offered')
    case 'exchange_not_seen':
      return refusal(409, 'exchange_not_seen')
    case 'shopify_unreachable':
      return refusal(424, 'shop_unreachable')
  }
}

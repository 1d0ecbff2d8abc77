import { longestCaseText } from '#app/domain/case.ts'
import type { AnswerCaseError } from '#app/use-cases/answer-case.server.ts'
import type { MatchError } from '#app/use-cases/match-withdrawal.server.ts'
import { sayForbidden } from './role-words.ts'

/** Why something about a case was not done, for staff. */
export function sayCaseError(error: AnswerCaseError | MatchError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'not_found':
      return 'This case is not there any more.'
    case 'closed':
    case 'settled':
      return 'Somebody has settled this case in the meantime.'
    case 'empty':
      return 'Write something first.'
    case 'too_long':
      return `Use at most ${longestCaseText} characters.`
    case 'changed':
      return 'Something new was written. Read it, then send your answer.'
    case 'no_such_order':
      return 'There is no such order.'
    case 'several_orders':
      return 'Several orders have this name. Make the return in Shopify.'
    case 'foreign_line':
      return 'The order has changed. Look it up again.'
    case 'shopify_unreachable':
      return 'Shopify does not answer. Try again in a minute.'
  }
}

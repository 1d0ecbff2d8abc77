import { formatMoney } from '#app/domain/money.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import { sayExceeded, sayMoneyStop } from '#app/components/safety-words.ts'
import type { AddNoteError } from '#app/use-cases/add-note.server.ts'
import type { DecideApprovalError } from '#app/use-cases/decide-approval.server.ts'
import type { KeepItemsError } from '#app/use-cases/keep-items.server.ts'
import type { ReceiveReturnError } from '#app/use-cases/receive-return.server.ts'
import type { RefundReturnError } from '#app/use-cases/refund-return.server.ts'
import type { RecordConsentError } from '#app/use-cases/record-consent.server.ts'
import type { ReturnCommandError } from '#app/use-cases/return-command-error.ts'

export type CommandError =
  | ReturnCommandError
  | ReceiveReturnError
  | RefundReturnError
  | AddNoteError
  | DecideApprovalError
  | KeepItemsError
  | RecordConsentError
  | { readonly kind: 'note_too_long'; readonly limit: number }

type Said = { readonly message: string; readonly fields: Readonly<Record<string, string>> }

const say = (message: string, fields: Readonly<Record<string, string>> = {}): Said => ({ message, fields })

/** The HTTP status of an error: what nobody's mistake can excuse, and what somebody else overtook, say so to programs too. */
export function statusOfCommandError({ kind }: CommandError): 200 | 403 | 409 {
  if (kind === 'forbidden' || kind === 'own_request' || kind === 'limit_too_low') return 403
  return kind === 'approval_void' || kind === 'request_changed' || kind === 'already_decided' ? 409 : 200
}

/** What went wrong and what to do, for the banner above the form; `fields` where it belongs to one field. */
export function sayCommandError(error: CommandError): Said {
  const { t } = translatorFor('en')
  switch (error.kind) {
    case 'forbidden':
      return say(sayForbidden(error))
    case 'money_stopped':
      return say(`${sayMoneyStop(error.stop)} Nothing was paid.`)
    case 'needs_approval':
      return say(`${sayExceeded(error.because)} Nothing was paid: it waits for a second person.`)
    case 'own_request':
      return say('You asked for this payment yourself. Somebody else has to grant it.')
    case 'limit_too_low':
      return say(
        `${sayExceeded(error.because)} Nothing was paid. Somebody with a higher limit has to grant it.`,
      )
    case 'already_decided':
      return say('Somebody has decided about this payment already. Load the page anew to see it.')
    case 'request_changed':
      return say('This is not the payment that was asked for. Nothing was paid. Load the page anew.')
    case 'approval_void':
      return say(
        `The request was for ${formatMoney(error.asked, 'en')}` +
          `${error.now ? `, and now it would be ${formatMoney(error.now, 'en')}` : ', and now it is not possible'}. ` +
          'Nothing was paid, and the request is void. Look at the return, then ask again.',
      )
    case 'not_found':
      return say('This return is not here any more.')
    case 'not_allowed':
      return say(
        `This is not possible now: the return is “${t(`status.${error.status}`)}”. Load the page anew to see what is.`,
      )
    case 'conflict':
      return say(
        `${error.by ?? 'Somebody else'} changed this return a moment ago. Look at it again, then decide.`,
      )
    case 'note_too_long':
      return say('The note is too long.', { note: `Use at most ${error.limit} characters.` })
    case 'note_missing':
      return say('Write down what the buyer agreed to.', { consent: 'Write what was said.' })
    case 'not_needed':
      return say('No consent is needed for this return (any more).')
    case 'empty':
      return say('The note is empty.', { note: 'Write something first.' })
    case 'nothing_selected':
      return say('Choose at least one item that arrived.')
    case 'invalid_items':
      return say('Some items need your attention.', Object.fromEntries(error.items.map(sayItem)))
    case 'nothing_to_refund':
      return say('There is nothing left to refund on this return.')
    case 'gift_not_even':
      return say(
        'These goods do not come to the same as the gift any more. Nothing was sent: end the exchange and write to the recipient.',
      )
    case 'not_in_shopify_yet':
      return say(
        'Shopify does not know this return yet. Homeward keeps trying to open it there; refund it afterwards.',
      )
    case 'shopify_unreachable':
      return say('Shopify could not be reached. Nothing was changed. Try again in a moment.')
    case 'method_not_offered':
      return say('This way to pay is not possible for this return. Choose another.')
    case 'amount_changed':
      return say(
        `The amount changed from ${formatMoney(error.expected, 'en')} to ${formatMoney(error.now, 'en')}. ` +
          'Nothing was paid. Look at the new amount, then decide.',
      )
    case 'in_progress':
      return say(
        `${formatMoney(error.amount, 'en')} ${error.by ? `by ${error.by} ` : ''}is already there ` +
          `(${t(`moneyState.${error.state}`)}). Nothing was paid twice.`,
      )
  }
}

const itemProblems = {
  unknown_line: 'This item is not part of the return.',
  quantity_invalid: 'Enter a whole number.',
  quantity_exceeded: 'More than was asked back.',
  location_missing: 'Choose where it is restocked.',
} as const

type Item = Extract<ReceiveReturnError, { kind: 'invalid_items' }>['items'][number]

function sayItem({ returnLineId, problem, receivable }: Item): [string, string] {
  if (problem !== 'quantity_exceeded' || receivable === undefined)
    return [returnLineId, itemProblems[problem]]
  return [returnLineId, `At most ${receivable} can still arrive.`]
}

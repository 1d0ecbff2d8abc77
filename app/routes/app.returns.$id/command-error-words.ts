import { formatMoney } from '#app/domain/money.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import type { AddNoteError } from '#app/use-cases/add-note.server.ts'
import type { ReceiveReturnError } from '#app/use-cases/receive-return.server.ts'
import type { RefundReturnError } from '#app/use-cases/refund-return.server.ts'
import type { ReturnCommandError } from '#app/use-cases/return-command-error.ts'

export type CommandError =
  | ReturnCommandError
  | ReceiveReturnError
  | RefundReturnError
  | AddNoteError
  | { readonly kind: 'note_too_long'; readonly limit: number }

type Said = { readonly message: string; readonly fields: Readonly<Record<string, string>> }

const say = (message: string, fields: Readonly<Record<string, string>> = {}): Said => ({ message, fields })

/** What went wrong and what to do, for the banner above the form; `fields` where it belongs to one field. */
export function sayCommandError(error: CommandError): Said {
  const { t } = translatorFor('en')
  switch (error.kind) {
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
    case 'empty':
      return say('The note is empty.', { note: 'Write something first.' })
    case 'nothing_selected':
      return say('Choose at least one item that arrived.')
    case 'invalid_items':
      return say('Some items need your attention.', Object.fromEntries(error.items.map(sayItem)))
    case 'nothing_to_refund':
      return say('There is nothing left to refund on this return.')
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

import { sayForbidden } from '#app/components/role-words.ts'
import { sayExceeded, sayMoneyStop } from '#app/components/safety-words.ts'
import { formatMoney } from '#app/domain/money.ts'
import type { ChangeFeesError } from '#app/use-cases/change-fees.server.ts'
import type { RecordScanError } from '#app/use-cases/record-scan.server.ts'
import type { RefundOrderError } from '#app/use-cases/refund-order.server.ts'
import type { ResolveUnknownError } from '#app/use-cases/resolve-unknown.server.ts'

/** Why fees stay as they are. */
export function sayFeesStay(error: ChangeFeesError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'partly_processed':
      return 'A part of this return is paid: Shopify has charged its fees. Give a part of the price back instead.'
    case 'inspected':
      return 'Goods were looked at: Shopify keeps the fees of such a return. Give a part of the price back instead.'
    case 'not_in_shopify_yet':
    case 'change_under_way':
      return 'Shopify is being told of this return. Try again in a moment.'
    case 'invalid_fee':
      return 'A fee is not an amount of this return, or the reason is missing.'
    case 'nothing_changed':
      return 'These are the fees that it has already.'
    case 'law_forbids':
      return 'The buyer withdrew by right: the law of their country lets fees go down, not up.'
    case 'not_open':
    case 'not_found':
    case 'conflict':
      return 'This return is not as it was. Load the page anew.'
  }
}

/** Why a payment without an answer was not decided. */
export function sayUnresolved(error: ResolveUnknownError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'too_early':
      return 'Homeward is still looking in Shopify. Decide when it has looked twice, in a minute or two.'
    case 'not_unknown':
      return `Its outcome is known by now: ${error.state}. Load the page anew.`
    case 'not_found':
    case 'conflict':
      return 'This return is not as it was. Load the page anew.'
  }
}

/** Why money beside the refund was not paid. */
export function sayUnpaid(error: RefundOrderError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'money_stopped':
      return `${sayMoneyStop(error.stop)} Nothing was paid.`
    case 'needs_approval':
      return `${sayExceeded(error.because)} Nothing was paid: it waits for a second person.`
    case 'preview_changed':
      return 'It would go another way now than it was shown. Nothing was paid. Look at it again, then decide.'
    case 'more_than_refundable':
      return `Of this order at most ${formatMoney(error.most, 'en')} can go back. Nothing was paid.`
    case 'in_progress':
      return `${formatMoney(error.amount, 'en')} is there already: ${error.state}.`
    case 'method_not_offered':
      return 'This way to pay is not possible for this order. Choose another.'
    case 'shopify_unreachable':
      return 'Shopify could not be reached. Nothing was changed. Try again in a moment.'
    case 'amount_invalid':
      return 'Enter an amount above nothing, in the currency of the order.'
    case 'nothing_failed':
    case 'not_found':
      return 'This return is not as it was. Load the page anew.'
  }
}

/** Why a scan was not written down. */
export function sayNotScanned(error: RecordScanError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'not_open':
      return 'Only the parcel of an approved return that is not here yet can be scanned.'
    case 'not_found':
      return 'This return is not here any more.'
  }
}

/** What the first scan did with the money. */
export const scanWords = {
  paid: 'what was promised is on its way',
  not_yet: 'the policy pays later',
  above_exposure: 'too much is out for parcels that are not here, so it waits for the goods',
  above_limit: 'it is above the limit, so it waits for a person',
  known: 'it had been scanned before',
} as const

import type { PaymentDetails } from '../state.ts'

const COMPANY_METHODS: Readonly<Record<string, string>> = {
  Visa: 'visa',
  Mastercard: 'mastercard',
  'American Express': 'american_express',
}

/** A `PaymentDetails` union value; gift cards, store credit and manual payments have none. */
export function paymentDetailsValue(details: PaymentDetails | null) {
  if (details === null) return null
  switch (details.type) {
    case 'card':
      return {
        __typename: 'CardPaymentDetails',
        avsResultCode: null,
        bin: null,
        company: details.company,
        cvvResultCode: null,
        expirationMonth: null,
        expirationYear: null,
        name: details.name,
        number: details.number,
        paymentMethodName: COMPANY_METHODS[details.company] ?? 'card',
        wallet: details.wallet,
      }
    case 'local':
      return {
        __typename: 'LocalPaymentMethodsPaymentDetails',
        paymentDescriptor: null,
        paymentMethodName: 'local',
      }
    case 'paypal':
      return { __typename: 'PaypalWalletPaymentDetails', paymentMethodName: 'paypal' }
    case 'gift_card':
    case 'manual':
    case 'store_credit':
      return null
  }
}

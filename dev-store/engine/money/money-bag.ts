import type { Amounts, Money } from '../state.ts'
import { formatAmount, formatFixed } from './minor-units.ts'

type Currencies = { readonly currency: string; readonly presentmentCurrency: string }

/** A `MoneyV2` value. */
export function moneyV2(money: Money): { amount: string; currencyCode: string } {
  return { amount: formatAmount(money.amount, money.currency), currencyCode: money.currency }
}

/** A `MoneyBag` value of an amount that hangs on an order. */
export function moneyBag(order: Currencies, amounts: Amounts) {
  return {
    shopMoney: moneyV2({ amount: amounts.shop, currency: order.currency }),
    presentmentMoney: moneyV2({ amount: amounts.presentment, currency: order.presentmentCurrency }),
  }
}

/** A `…_set` of a webhook body: REST spells amounts with all digits of the currency. */
export function moneySet(order: Currencies, amounts: Amounts) {
  return {
    shop_money: { amount: formatFixed(amounts.shop, order.currency), currency_code: order.currency },
    presentment_money: {
      amount: formatFixed(amounts.presentment, order.presentmentCurrency),
      currency_code: order.presentmentCurrency,
    },
  }
}

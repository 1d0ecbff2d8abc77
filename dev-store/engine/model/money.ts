/**
 * How the dev store keeps money: integers of the currency's minor unit (cents, yen, fils), never decimals.
 * A thing that hangs on an order keeps two numbers, `Amounts`; the currencies are the order's own
 * (`Order.currency` for `shop`, `Order.presentmentCurrency` for `presentment`).
 */
export type Amounts = { shop: number; presentment: number }

/** Money that stands alone (store credit, gift cards, prices of variants, ledger): minor units and a currency. */
export type Money = { amount: number; currency: string }

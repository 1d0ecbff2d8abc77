import { digitsOf, parseDecimal, toDecimal, type Money } from '#app/domain/money.ts'
import type { CurrencyCode, MoneyInput } from '#app/types/admin.generated.ts'

type ShopifyMoney = { readonly amount: string; readonly currencyCode: CurrencyCode }
type MoneyBag = { readonly presentmentMoney: ShopifyMoney }
type ShopBag = { readonly shopMoney: ShopifyMoney }

/** Reads one of Shopify's amounts exactly; throws when it has more digits than its currency. */
export function readMoney(value: ShopifyMoney): Money {
  return parseDecimal(value.amount, value.currencyCode)
}

/** The presentment side of a money bag: what the buyer paid in, and what all refund arithmetic is done in. */
export function readBag(bag: MoneyBag): Money {
  return readMoney(bag.presentmentMoney)
}

/** The shop side of a money bag: what the merchant's books say. */
export function readShopBag(bag: ShopBag): Money {
  return readMoney(bag.shopMoney)
}

/**
 * For prices per unit that Shopify itself calls approximate (`discountedUnitPriceAfterAllDiscountsSet`): surplus digits
 * are cut. Only ever shown or compared with a policy's threshold, never paid by.
 */
export function readApproximateBag(bag: MoneyBag): Money {
  const { amount, currencyCode } = bag.presentmentMoney
  const [whole = '0', fraction = ''] = amount.split('.')
  const kept = fraction.slice(0, digitsOf(currencyCode))
  return parseDecimal(kept === '' ? whole : `${whole}.${kept}`, currencyCode)
}

/** An amount as Shopify's inputs take it. */
export function writeMoney(value: Money): MoneyInput {
  // Money's currency is checked against the ISO table and came from Shopify; the enum is only its list of spellings.
  return { amount: toDecimal(value), currencyCode: value.currency as CurrencyCode }
}

import { add, compare, isSame, isZero, sub, sum, zero } from '../money.ts'
import {
  costOfExchanges,
  type Quote,
  type QuoteLine,
  type ShopReceipt,
  sumOfFees,
  sumOfLines,
  type UnitReceipt,
  worthOf,
} from './quote.ts'

/** Throws when a receipt does not add up to the last minor unit: such a receipt is never shown and never paid by. */
export function assertAddsUp(quote: Quote): void {
  const parts = [sumOfLines(quote), quote.shipping, quote.duties, quote.adjustment]
  const net = sub(sum(parts, quote.currency), add(quote.returnShippingFee, costOfExchanges(quote)))
  const isOneWay = isZero(quote.owed) || isZero(quote.refund)
  const isWhole =
    isSame(net, sub(quote.refund, quote.owed)) &&
    isOneWay &&
    compare(quote.owed, zero(quote.currency)) >= 0 &&
    quote.exchanges.every((one) => isSame(sub(one.price, one.discount), one.subtotal)) &&
    isSame(add(quote.refund, quote.bonus), quote.total) &&
    isSame(sumOfFees(quote.fees, quote.currency), quote.returnShippingFee) &&
    quote.lines.every((line) => lineAddsUp(line, quote.taxesIncluded)) &&
    tendersAddUp(quote) &&
    shopReceiptAddsUp(quote.inShopCurrency)
  if (!isWhole) throw new Error(`Receipt does not add up: ${JSON.stringify(quote)}`)
}

function lineAddsUp(line: QuoteLine, taxesIncluded: boolean): boolean {
  const { currency } = line.subtotal
  const ofUnits = (part: keyof UnitReceipt) =>
    sum(
      line.units.map((unit) => unit[part]),
      currency,
    )
  return (
    isSame(sub(line.price, line.discount), line.subtotal) &&
    isSame(ofUnits('price'), line.price) &&
    isSame(ofUnits('discount'), line.discount) &&
    isSame(ofUnits('tax'), line.tax) &&
    isSame(ofUnits('restockingFee'), line.restockingFee) &&
    isSame(ofUnits('amount'), worthOf(line, taxesIncluded))
  )
}

function tendersAddUp({ tenders, refund, inShopCurrency: shop }: Quote): boolean {
  if (tenders.length === 0) return true
  const amounts = sum(
    tenders.map((tender) => tender.amount),
    refund.currency,
  )
  const inShop = sum(
    tenders.map((tender) => tender.shopAmount),
    shop?.currency ?? refund.currency,
  )
  return isSame(amounts, refund) && isSame(inShop, shop?.refund ?? refund)
}

function shopReceiptAddsUp(shop: ShopReceipt | null): boolean {
  if (shop === null) return true
  const parts = [shop.subtotal, shop.tax, shop.shipping, shop.duties, shop.adjustment]
  return isSame(sub(sum(parts, shop.currency), shop.fees), shop.refund)
}

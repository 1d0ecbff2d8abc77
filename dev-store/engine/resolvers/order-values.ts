import { moneyBag } from '../money/money-bag.ts'
import { formatAmount } from '../money/minor-units.ts'
import { subtract, sum } from '../money/amounts.ts'
import type { AdditionalFee, Duty, Order, PaymentTerms, ShippingLine } from '../state.ts'
import { discountAllocation, taxLineValue } from './discounts.ts'

/** A Duty in its GraphQL form. */
export const dutyValue = (order: Order, duty: Duty) => ({
  id: duty.id,
  countryCodeOfOrigin: duty.countryCodeOfOrigin,
  harmonizedSystemCode: duty.harmonizedSystemCode,
  price: moneyBag(order, duty.price),
  taxLines: duty.taxLines.map((tax) => taxLineValue(order, tax)),
})

/** An AdditionalFee in its GraphQL form. */
export const feeValue = (order: Order, fee: AdditionalFee) => ({
  id: fee.id,
  name: fee.name,
  price: moneyBag(order, fee.price),
  taxLines: fee.taxLines.map((tax) => taxLineValue(order, tax)),
})

/** A ShippingLine in its GraphQL form. */
export const shippingLineValue = (order: Order, line: ShippingLine) => {
  const discounted = subtract(line.price, sum(line.discountAllocations.map((one) => one.amount)))
  const refunded = sum(
    order.refunds.flatMap((refund) =>
      refund.shippingLines.filter((one) => one.shippingLineId === line.id).map((one) => one.subtotal),
    ),
  )
  const discountedPriceSet = moneyBag(order, discounted)
  const originalPriceSet = moneyBag(order, line.price)
  return {
    id: line.id,
    title: line.title,
    code: line.code,
    source: line.source,
    carrierIdentifier: line.carrierIdentifier,
    deliveryCategory: line.deliveryCategory,
    phone: line.phone,
    custom: line.custom,
    isRemoved: line.isRemoved,
    shippingRateHandle: null,
    requestedFulfillmentService: null,
    originalPriceSet,
    originalPrice: originalPriceSet.shopMoney,
    discountedPriceSet,
    discountedPrice: discountedPriceSet.shopMoney,
    currentDiscountedPriceSet: moneyBag(order, subtract(discounted, refunded)),
    price: formatAmount(line.price.shop, order.currency),
    discountAllocations: line.discountAllocations.map((one) => discountAllocation(order, one)),
    taxLines: line.taxLines.map((tax) => taxLineValue(order, tax)),
  }
}

/** PaymentTerms in their GraphQL form; the schedule is one due date. */
export const paymentTermsValue = (order: Order, terms: PaymentTerms, now: string) => ({
  id: terms.id,
  due: terms.dueAt !== null && terms.dueAt <= now,
  dueInDays: terms.dueInDays,
  overdue: terms.overdue,
  paymentTermsName: terms.name,
  paymentTermsType: terms.type,
  translatedName: terms.name,
  order,
  draftOrder: null,
})

import { moneyBag, moneyV2 } from '../money/money-bag.ts'
import { formatAmount } from '../money/minor-units.ts'
import type { DiscountAllocation, DiscountApplication, Order } from '../state.ts'

const TYPE: Record<DiscountApplication['kind'], string> = {
  automatic: 'AutomaticDiscountApplication',
  code: 'DiscountCodeApplication',
  manual: 'ManualDiscountApplication',
  script: 'ScriptDiscountApplication',
}

/** A DiscountApplication of an order in its GraphQL form. */
export const discountApplication = (order: Order, application: DiscountApplication) => ({
  __typename: TYPE[application.kind],
  index: order.discountApplications.indexOf(application),
  allocationMethod: application.allocationMethod,
  targetSelection: application.targetSelection,
  targetType: application.targetType,
  code: application.code,
  title: application.title,
  description: application.description,
  value:
    'percentage' in application.value
      ? { __typename: 'PricingPercentageValue', percentage: application.value.percentage }
      : {
          __typename: 'MoneyV2',
          ...moneyV2({ amount: application.value.amount.presentment, currency: order.presentmentCurrency }),
        },
})

/** A DiscountAllocation of a line in its GraphQL form. */
export const discountAllocation = (order: Order, allocation: DiscountAllocation) => {
  const application = order.discountApplications[allocation.application]
  if (!application)
    throw new Error(`dev store: ${order.name} has no discount application ${allocation.application}`)
  return {
    allocatedAmountSet: moneyBag(order, allocation.amount),
    allocatedAmount: moneyV2({ amount: allocation.amount.shop, currency: order.currency }),
    discountApplication: discountApplication(order, application),
  }
}

/** A TaxLine in its GraphQL form. */
export const taxLineValue = (
  order: Order,
  line: { title: string; rate: number; amount: { shop: number; presentment: number } },
) => ({
  title: line.title,
  rate: line.rate,
  ratePercentage: Number((line.rate * 100).toFixed(6)),
  priceSet: moneyBag(order, line.amount),
  price: formatAmount(line.amount.shop, order.currency),
  channelLiable: false,
  source: null,
})

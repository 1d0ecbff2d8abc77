import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { ResolverModule } from '../context.ts'
import { moneyBag } from '../money/money-bag.ts'
import type { Order, Sale, SalesAgreement } from '../state.ts'

/** A sales agreement with the order that it belongs to. */
export type AgreementSource = { __typename: string; order: Order; agreement: SalesAgreement }

const TYPE = {
  ORDER: 'OrderAgreement',
  ORDER_EDIT: 'OrderEditAgreement',
  REFUND: 'RefundAgreement',
  RETURN: 'ReturnAgreement',
} as const

export const agreementSource = (order: Order, agreement: SalesAgreement): AgreementSource => ({
  __typename: TYPE[agreement.reason],
  order,
  agreement,
})

const SALE_TYPE: Record<Sale['lineType'], string> = {
  ADDITIONAL_FEE: 'AdditionalFeeSale',
  ADJUSTMENT: 'AdjustmentSale',
  DUTY: 'DutySale',
  FEE: 'FeeSale',
  GIFT_CARD: 'GiftCardSale',
  PRODUCT: 'ProductSale',
  SHIPPING: 'ShippingLineSale',
  TIP: 'TipSale',
}

const saleValue = (order: Order, sale: Sale) => ({
  __typename: SALE_TYPE[sale.lineType],
  id: sale.id,
  actionType: sale.actionType,
  lineType: sale.lineType,
  quantity: sale.quantity,
  taxes: [],
  totalAmount: moneyBag(order, sale.totalAmount),
  totalDiscountAmountAfterTaxes: moneyBag(order, sale.totalDiscount),
  totalDiscountAmountBeforeTaxes: moneyBag(order, sale.totalDiscount),
  totalTaxAmount: moneyBag(order, sale.totalTax),
  lineItem: order.lineItems.find((line) => line.id === sale.lineItemId) ?? null,
})

const common = {
  id: (source: AgreementSource) => source.agreement.id,
  reason: (source: AgreementSource) => source.agreement.reason,
  happenedAt: (source: AgreementSource) => source.agreement.happenedAt,
  app: () => null,
  user: () => null,
  sales: (source: AgreementSource, args: ConnectionArgs) =>
    connect(source.agreement.sales, args, (sale) => saleValue(source.order, sale)),
}

export const agreements: ResolverModule = {
  OrderAgreement: { ...common, order: (source: AgreementSource) => source.order },
  OrderEditAgreement: common,
  RefundAgreement: {
    ...common,
    refund: (source: AgreementSource) =>
      source.order.refunds.find((one) => one.id === source.agreement.subjectId),
  },
  ReturnAgreement: {
    ...common,
    return: (source: AgreementSource) =>
      source.order.returns.find((one) => one.id === source.agreement.subjectId),
  },
}

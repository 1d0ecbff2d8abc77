import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { subtract, sum, times } from '../money/amounts.ts'
import { currentQuantity, soldUnits } from '../money/claims.ts'
import { isOrderLevel, lineWorth } from '../money/line-worth.ts'
import { moneyBag, moneyV2 } from '../money/money-bag.ts'
import { currentTotals, outstanding } from '../money/order-totals.ts'
import { sliceRanges } from '../money/unit-ranges.ts'
import { calculatedId, editableQuantity, isAdded, unitsChanged } from '../mutations/order-edit-session.ts'
import type { Amounts, CalculatedOrder, DiscountAllocation, LineItem, Order, TaxLine } from '../state.ts'
import { taxLineValue } from './discounts.ts'
import { imageValue } from './images.ts'

type Line = { edit: CalculatedOrder; line: LineItem }
type Staged = {
  __typename: string
  edit: CalculatedOrder
  line?: LineItem
  application?: number
  delta?: number
}

const originalOf = (context: Context, edit: CalculatedOrder): Order => {
  const order = context.get('orders', edit.orderId)
  if (!order) throw new Error(`dev store: the order of ${edit.id} is gone`)
  return order
}

const beforeOf = (context: Context, { edit, line }: Line): LineItem | undefined =>
  originalOf(context, edit).lineItems.find((one) => one.id === line.id)

const TYPE = {
  automatic: 'CalculatedAutomaticDiscountApplication',
  code: 'CalculatedDiscountCodeApplication',
  manual: 'CalculatedManualDiscountApplication',
  script: 'CalculatedScriptDiscountApplication',
} as const

/** A discount of the edited order; its id is its place in this edit. */
const applicationValue = (edit: CalculatedOrder, index: number) => {
  const application = edit.order.discountApplications[index]
  if (!application) throw new Error(`dev store: ${edit.id} has no discount application ${index}`)
  const { value } = application
  return {
    __typename: TYPE[application.kind],
    id: `gid://shopify/${TYPE[application.kind]}/${legacyId(edit.id)}-${index}`,
    allocationMethod: application.allocationMethod,
    appliedTo: application.targetSelection === 'ALL' ? 'ORDER' : 'LINE',
    code: application.code,
    description: application.description ?? application.title,
    targetSelection: application.targetSelection,
    targetType: application.targetType,
    value:
      'percentage' in value
        ? { __typename: 'PricingPercentageValue', percentage: value.percentage }
        : {
            __typename: 'MoneyV2',
            ...moneyV2({ amount: value.amount.presentment, currency: edit.order.presentmentCurrency }),
          },
  }
}

/** Indices of discounts that this edit added. */
const addedApplications = (context: Context, edit: CalculatedOrder): number[] => {
  const before = originalOf(context, edit).discountApplications.length
  return edit.order.discountApplications.map((_, index) => index).slice(before)
}

const lineChanges = (context: Context, edit: CalculatedOrder, line: LineItem): Staged[] => {
  if (isAdded(line)) {
    const type = line.variantId === null ? 'OrderStagedChangeAddCustomItem' : 'OrderStagedChangeAddVariant'
    return [{ __typename: type, edit, line }]
  }
  const delta = unitsChanged(beforeOf(context, { edit, line }), line)
  if (delta === 0) return []
  const type = delta > 0 ? 'OrderStagedChangeIncrementItem' : 'OrderStagedChangeDecrementItem'
  return [{ __typename: type, edit, line, delta: Math.abs(delta) }]
}

const discountChanges = (context: Context, edit: CalculatedOrder, line?: LineItem): Staged[] =>
  addedApplications(context, edit)
    .filter((index) => !line || line.discountAllocations.some((one) => one.application === index))
    .map((application) => ({ __typename: 'OrderStagedChangeAddLineItemDiscount', edit, application }))

/** Derived from what differs between the copy and the order. */
const stagedChanges = (context: Context, edit: CalculatedOrder): Staged[] => [
  ...edit.order.lineItems.flatMap((line) => lineChanges(context, edit, line)),
  ...discountChanges(context, edit),
]

const linesOf = (edit: CalculatedOrder, added: boolean): Line[] =>
  edit.order.lineItems
    .filter((line) => !line.isTip && isAdded(line) === added)
    .map((line) => ({ edit, line }))

const allocation = (edit: CalculatedOrder, one: DiscountAllocation) => ({
  allocatedAmountSet: moneyBag(edit.order, one.amount),
  discountApplication: applicationValue(edit, one.application),
})

/** Taxes by title and rate on what is left of the edited order. */
const taxLinesOf = (order: Order): TaxLine[] => {
  const groups = new Map<string, TaxLine>()
  for (const line of order.lineItems) {
    const left = soldUnits(order, line)
    for (const tax of line.taxLines) {
      const key = `${tax.title} ${tax.rate}`
      const amount = lineWorth(order, { ...line, taxLines: [tax] }, left).tax
      const known = groups.get(key)
      groups.set(key, { ...tax, amount: known ? sum([known.amount, amount]) : amount })
    }
  }
  return [...groups.values()]
}

const editableWorth = (order: Order, line: LineItem): Amounts => {
  const sold = soldUnits(order, line)
  const editable = editableQuantity(order, line)
  const all = sold.reduce((units, [from, to]) => units + to - from, 0)
  return lineWorth(order, line, sliceRanges(sold, Math.max(0, all - editable), editable)).subtotal
}

const cartDiscount = (order: Order): Amounts =>
  sum(
    order.lineItems.flatMap((line) =>
      line.discountAllocations.filter((one) => isOrderLevel(order, one)).map((one) => one.amount),
    ),
  )

const stagedLine = (staged: Staged): LineItem => {
  if (!staged.line) throw new Error(`dev store: ${staged.__typename} of ${staged.edit.id} has no line`)
  return staged.line
}

const CalculatedOrder: ResolverModule[string] = {
  id: (edit: CalculatedOrder) => edit.id,
  committed: () => false,
  originalOrder: (edit: CalculatedOrder, _: unknown, context) => originalOf(context, edit),
  lineItems: (edit: CalculatedOrder, args: ConnectionArgs) => connect(linesOf(edit, false), args),
  addedLineItems: (edit: CalculatedOrder, args: ConnectionArgs) => connect(linesOf(edit, true), args),
  addedDiscountApplications: (edit: CalculatedOrder, args: ConnectionArgs, context) =>
    connect(addedApplications(context, edit), args, (index) => applicationValue(edit, index)),
  stagedChanges: (edit: CalculatedOrder, args: ConnectionArgs, context) =>
    connect(stagedChanges(context, edit), args),
  cartDiscountAmountSet: (edit: CalculatedOrder) => {
    const amount = cartDiscount(edit.order)
    return amount.presentment === 0 ? null : moneyBag(edit.order, amount)
  },
  notificationPreviewHtml: () => null,
  notificationPreviewTitle: (edit: CalculatedOrder) => `Order ${edit.order.name} has been updated`,
  shippingLines: (edit: CalculatedOrder) =>
    edit.order.shippingLines
      .filter((line) => !line.isRemoved)
      .map((line) => ({
        id: line.id.replace('/ShippingLine/', '/CalculatedShippingLine/'),
        price: moneyBag(edit.order, line.price),
        stagedStatus: 'NONE',
        title: line.title,
      })),
  subtotalLineItemsQuantity: (edit: CalculatedOrder) =>
    edit.order.lineItems
      .filter((line) => !line.isTip)
      .reduce((units, line) => units + currentQuantity(edit.order, line), 0),
  subtotalPriceSet: (edit: CalculatedOrder) => moneyBag(edit.order, currentTotals(edit.order).subtotal),
  taxLines: (edit: CalculatedOrder) => taxLinesOf(edit.order).map((tax) => taxLineValue(edit.order, tax)),
  totalOutstandingSet: (edit: CalculatedOrder) => moneyBag(edit.order, outstanding(edit.order)),
  totalPriceSet: (edit: CalculatedOrder) => moneyBag(edit.order, currentTotals(edit.order).total),
}

const CalculatedLineItem: ResolverModule[string] = {
  id: ({ line }: Line) => calculatedId(line),
  title: ({ line }: Line) => line.title,
  variantTitle: ({ line }: Line) => line.variantTitle,
  sku: ({ line }: Line) => line.sku,
  customAttributes: ({ line }: Line) => line.customAttributes,
  quantity: ({ edit, line }: Line) => currentQuantity(edit.order, line),
  editableQuantity: ({ edit, line }: Line) => editableQuantity(edit.order, line),
  editableQuantityBeforeChanges: (source: Line, _: unknown, context) => {
    const before = beforeOf(context, source)
    return before ? editableQuantity(originalOf(context, source.edit), before) : 0
  },
  editableSubtotalSet: ({ edit, line }: Line) => moneyBag(edit.order, editableWorth(edit.order, line)),
  uneditableSubtotalSet: ({ edit: { order }, line }: Line) =>
    moneyBag(
      order,
      subtract(lineWorth(order, line, soldUnits(order, line)).subtotal, editableWorth(order, line)),
    ),
  originalUnitPriceSet: ({ edit, line }: Line) => moneyBag(edit.order, times(line.unitPrice, 1)),
  discountedUnitPriceSet: ({ edit, line }: Line) =>
    moneyBag(edit.order, lineWorth(edit.order, line, [[0, 1]]).beforeOrderDiscounts),
  calculatedDiscountAllocations: ({ edit, line }: Line) =>
    line.discountAllocations.map((one) => allocation(edit, one)),
  hasStagedLineItemDiscount: ({ edit, line }: Line, _: unknown, context) =>
    discountChanges(context, edit, line).length > 0,
  restockable: ({ line }: Line) => line.variantId !== null,
  restocking: ({ edit, line }: Line) => Object.hasOwn(edit.restock, line.id),
  stagedChanges: ({ edit, line }: Line, _: unknown, context) => [
    ...lineChanges(context, edit, line),
    ...discountChanges(context, edit, line),
  ],
  variant: ({ line }: Line, _: unknown, context) =>
    line.variantId === null ? null : (context.get('variants', line.variantId) ?? null),
  image: ({ line }: Line, _: unknown, context) => {
    const product = line.productId === null ? undefined : context.get('products', line.productId)
    const index =
      line.variantId === null ? null : (context.get('variants', line.variantId)?.imageIndex ?? null)
    const stored = product?.images[index ?? 0] ?? product?.images[0]
    return stored ? imageValue(context, stored) : null
  },
}

/** The line as it stands on the order: a staged change names what it changes. */
const changedLine = (staged: Staged, _: unknown, context: Context) =>
  beforeOf(context, { edit: staged.edit, line: stagedLine(staged) })

export const calculatedOrders: ResolverModule = {
  CalculatedOrder,
  CalculatedLineItem,
  OrderStagedChangeAddVariant: {
    quantity: (staged: Staged) => stagedLine(staged).quantity,
    variant: (staged: Staged, _: unknown, context) =>
      context.get('variants', stagedLine(staged).variantId ?? ''),
  },
  OrderStagedChangeAddCustomItem: {
    quantity: (staged: Staged) => stagedLine(staged).quantity,
    title: (staged: Staged) => stagedLine(staged).title,
    originalUnitPrice: (staged: Staged) =>
      moneyV2({
        amount: stagedLine(staged).unitPrice.presentment,
        currency: staged.edit.order.presentmentCurrency,
      }),
  },
  OrderStagedChangeIncrementItem: { delta: (staged: Staged) => staged.delta ?? 0, lineItem: changedLine },
  OrderStagedChangeDecrementItem: {
    delta: (staged: Staged) => staged.delta ?? 0,
    lineItem: changedLine,
    restock: (staged: Staged) => Object.hasOwn(staged.edit.restock, stagedLine(staged).id),
  },
  OrderStagedChangeAddLineItemDiscount: {
    id: (staged: Staged) =>
      `gid://shopify/OrderStagedChangeAddLineItemDiscount/${legacyId(staged.edit.id)}-${staged.application ?? 0}`,
    description: (staged: Staged) => applicationValue(staged.edit, staged.application ?? 0).description,
    value: (staged: Staged) => applicationValue(staged.edit, staged.application ?? 0).value,
  },
}

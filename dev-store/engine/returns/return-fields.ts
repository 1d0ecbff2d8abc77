import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { lineWorth } from '../money/line-worth.ts'
import { moneyBag } from '../money/money-bag.ts'
import { returnStatus } from '../money/statuses.ts'
import { countUnits } from '../money/unit-ranges.ts'
import { own } from '../resolvers/fields.ts'
import type {
  ExchangeLineItem,
  LineItem,
  Order,
  Return,
  ReturnLineItem,
  ReturnReasonDefinition,
} from '../state.ts'
import {
  findReturn,
  lineOf,
  requireOrder,
  returnHolding,
  totalQuantity,
  unprocessedExchange,
} from './find-return.ts'
import { suggestedFinancialOutcome, suggestedReturnRefund, unrefunded } from './outcome.ts'
import type { OutcomeArgs, SuggestedRefundArgs } from './outcome.ts'
import { isProcessable, processableQuantity } from './processing.ts'
import { reasonName } from './reason-definitions.ts'

const orderOf = (context: Context, child: { id: string }): Order => requireOrder(context, child.id)
const returnOf = (context: Context, item: ReturnLineItem): Return =>
  returnHolding(orderOf(context, item), (one) => one.lineItems.includes(item))

type Processing = { processingStatus?: 'PROCESSABLE' | 'PROCESSED' | null }
type LinesArgs = ConnectionArgs & Processing
type ExchangeArgs = ConnectionArgs & Processing & { includeRemovedItems?: boolean | null }

function returnLines(one: Return, args: LinesArgs, context: Context) {
  const wanted = one.lineItems.filter((item) => {
    if (args.processingStatus === 'PROCESSED') return item.processedQuantity > 0
    return args.processingStatus !== 'PROCESSABLE' || processableQuantity(context, one, item) > 0
  })
  return connect(wanted, args)
}

function exchangeLines(one: Return, args: ExchangeArgs, context: Context) {
  const wanted = one.exchangeLineItems.filter((item) => {
    if (args.includeRemovedItems !== true && item.removedQuantity >= item.quantity) return false
    if (args.processingStatus === 'PROCESSED') return item.processedQuantity > 0
    return (
      args.processingStatus !== 'PROCESSABLE' ||
      (isProcessable(context, one) && unprocessedExchange(item) > 0)
    )
  })
  return connect(wanted, args)
}

const feeValue = (
  order: Order,
  type: string,
  fee: { id: string; amount: { shop: number; presentment: number }; percentage?: number },
) => ({
  __typename: type,
  id: fee.id,
  amountSet: moneyBag(order, fee.amount),
  ...(fee.percentage === undefined ? {} : { percentage: fee.percentage }),
})

/** Units that could still be refunded: not refunded on this return, nor by any other route. */
const refundable = (order: Order, one: Return, item: ReturnLineItem): number =>
  one.status === 'CANCELED' || one.status === 'DECLINED'
    ? 0
    : Math.min(item.quantity - item.refundedQuantity, countUnits(unrefunded(order, item)))

/** The return types and what other types say about returns. */
export const returnFields: ResolverModule = {
  Return: {
    ...own<Return>('id', 'name', 'status', 'createdAt', 'closedAt', 'requestApprovedAt', 'decline'),
    order: (one: Return, _: unknown, context) => orderOf(context, one),
    totalQuantity: (one: Return) => totalQuantity(one),
    returnLineItems: returnLines,
    exchangeLineItems: exchangeLines,
    returnShippingFees: (one: Return, _: unknown, context) =>
      one.shippingFees.map((fee) => feeValue(orderOf(context, one), 'ReturnShippingFee', fee)),
    reverseFulfillmentOrders: (one: Return, args: ConnectionArgs) =>
      connect(one.reverseFulfillmentOrders, args),
    refunds: (one: Return, args: ConnectionArgs, context) =>
      connect(
        orderOf(context, one).refunds.filter((refund) => refund.returnId === one.id),
        args,
      ),
    transactions: (one: Return, args: ConnectionArgs, context) => {
      const order = orderOf(context, one)
      const refunds = new Set(
        order.refunds.filter((refund) => refund.returnId === one.id).map((refund) => refund.id),
      )
      return connect(
        order.transactions.filter((transaction) => refunds.has(transaction.refundId ?? '')),
        args,
      )
    },
    staffMember: () => null,
    suggestedFinancialOutcome: (one: Return, args: OutcomeArgs, context) =>
      suggestedFinancialOutcome(orderOf(context, one), one, args),
    suggestedRefund: (one: Return, args: SuggestedRefundArgs, context) =>
      suggestedReturnRefund(orderOf(context, one), one, args),
  },
  ReturnLineItem: {
    ...own<ReturnLineItem>('id', 'quantity', 'customerNote', 'processedQuantity', 'refundedQuantity'),
    returnReason: (item: ReturnLineItem) => item.reason,
    returnReasonNote: (item: ReturnLineItem) => item.reasonNote,
    returnReasonDefinition: (item: ReturnLineItem, _: unknown, context) =>
      item.reasonDefinitionId === null
        ? null
        : (context.state.tables.returnReasonDefinitions[item.reasonDefinitionId] ?? null),
    processableQuantity: (item: ReturnLineItem, _: unknown, context) =>
      processableQuantity(context, returnOf(context, item), item),
    unprocessedQuantity: (item: ReturnLineItem) => item.quantity - item.processedQuantity,
    refundableQuantity: (item: ReturnLineItem, _: unknown, context) =>
      refundable(orderOf(context, item), returnOf(context, item), item),
    fulfillmentLineItem: (item: ReturnLineItem, _: unknown, context) =>
      orderOf(context, item)
        .fulfillments.flatMap((one) => one.lineItems)
        .find((one) => one.id === item.fulfillmentLineItemId),
    restockingFee: (item: ReturnLineItem, _: unknown, context) =>
      item.restockingFee === null
        ? null
        : feeValue(orderOf(context, item), 'RestockingFee', item.restockingFee),
    totalWeight: (item: ReturnLineItem, _: unknown, context) => ({
      unit: 'GRAMS',
      value: lineOf(orderOf(context, item), item.lineItemId).grams * item.quantity,
    }),
    withCodeDiscountedTotalPriceSet: (item: ReturnLineItem, _: unknown, context) => {
      const order = orderOf(context, item)
      return moneyBag(
        order,
        lineWorth(order, lineOf(order, item.lineItemId), item.units).beforeOrderDiscounts,
      )
    },
  },
  ExchangeLineItem: {
    ...own<ExchangeLineItem>(
      'id',
      'title',
      'variantId',
      'productId',
      'variantSku',
      'variantTitle',
      'processedQuantity',
    ),
    quantity: (item: ExchangeLineItem) => item.quantity - item.removedQuantity,
    unprocessedQuantity: unprocessedExchange,
    processableQuantity: (item: ExchangeLineItem, _: unknown, context) => {
      const one = returnHolding(orderOf(context, item), (candidate) =>
        candidate.exchangeLineItems.includes(item),
      )
      return isProcessable(context, one) ? unprocessedExchange(item) : 0
    },
    lineItems: (item: ExchangeLineItem, _: unknown, context) => orderLines(context, item),
    lineItem: (item: ExchangeLineItem, _: unknown, context) => orderLines(context, item)[0] ?? null,
  },
  ReturnReasonDefinition: {
    ...own<ReturnReasonDefinition>('id', 'handle', 'deleted'),
    name: (definition: ReturnReasonDefinition, _: unknown, context) =>
      reasonName(definition, locale(context)),
  },
  Order: {
    returnStatus: (order: Order) => returnStatus(order),
    returns: (order: Order, args: ConnectionArgs & { query?: string | null }) =>
      connect(order.returns.filter(matches(args.query)), args),
  },
  LineItem: {
    suggestedReturnReasonDefinitions: (line: LineItem, args: ConnectionArgs, context) =>
      connect(suggestedReasons(context, line), args),
  },
  QueryRoot: {
    return: (_: unknown, args: { id: string }, context) => findReturn(context, args.id)?.found ?? null,
    returnReasonDefinitions: (_: unknown, args: ReasonsArgs, context) =>
      connect(findReasons(context, args), args),
  },
}

function orderLines(context: Context, item: ExchangeLineItem): LineItem[] {
  const order = orderOf(context, item)
  return order.lineItems.filter((line) => item.lineItemIds.includes(line.id))
}

/** Names come in the language that the request asks for, else the shop's own; English when there is no translation. */
function locale(context: Context): string {
  const asked = context.headers['accept-language']?.split(',')[0]?.split(';')[0]?.trim()
  return asked !== undefined && asked !== '' && asked !== '*' ? asked : context.shop.primaryLocale
}

/** The filters of `Order.returns`: id and status, also several of them. */
function matches(query: string | null | undefined): (one: Return) => boolean {
  const terms = [...(query ?? '').matchAll(/(-|NOT )?(id|status):"?([\w/:]+)"?/gi)]
  return (one) =>
    terms.every(([, negated, key, value]) => {
      const wanted = (value ?? '').toLowerCase()
      const hit =
        key?.toLowerCase() === 'status'
          ? one.status.toLowerCase() === wanted
          : one.id.toLowerCase().endsWith(`/${wanted.split('/').at(-1) ?? ''}`)
      return negated === undefined ? hit : !hit
    })
}

type ReasonsArgs = ConnectionArgs & {
  ids?: string[] | null
  handles?: string[] | null
  query?: string | null
  sortKey?: 'HANDLE' | 'ID' | 'NAME' | null
}

const number = (definition: ReturnReasonDefinition): number => Number(definition.id.split('/').at(-1))

function findReasons(context: Context, args: ReasonsArgs): ReturnReasonDefinition[] {
  const { ids, handles } = args
  const language = locale(context)
  const terms = [...(args.query ?? '').matchAll(/(?:(deleted|id|name):)?("[^"]*"|\S+)/gi)].map(
    ([, key, value]) => ({
      key: key?.toLowerCase() ?? 'name',
      value: (value ?? '').replaceAll('"', '').replace(/\*$/, '').toLowerCase(),
    }),
  )
  const found = Object.values(context.state.tables.returnReasonDefinitions).filter(
    (one) =>
      (!ids || ids.includes(one.id)) &&
      (!handles || handles.includes(one.handle)) &&
      terms.every(({ key, value }) => {
        if (key === 'deleted') return String(one.deleted) === value
        if (key === 'id') return String(number(one)) === value.split('/').at(-1)
        return reasonName(one, language).toLowerCase().includes(value)
      }),
  )
  return found.toSorted((a, b) => {
    if (args.sortKey === 'HANDLE') return a.handle.localeCompare(b.handle)
    if (args.sortKey === 'NAME') return reasonName(a, language).localeCompare(reasonName(b, language))
    return number(a) - number(b)
  })
}

// Shopify curates suggestions by the product's category; the dev store knows two kinds of goods (our guess).
const FOR_ALL = [
  'changed-my-mind',
  'item-not-as-described',
  'received-the-wrong-item',
  'damaged-or-defective',
  'arrived-late',
  'quality',
  'other-reason',
]
const FOR_CLOTHES = ['too-small', 'too-big', 'style', 'color', 'comfort', 'fabric', 'too-tight', 'too-loose']
const CLOTHES =
  /shirt|dress|trouser|jean|shoe|sock|jacket|coat|apparel|knit|hat|glove|scarf|boot|sneaker|skirt|sweater/i

function suggestedReasons(context: Context, line: LineItem): ReturnReasonDefinition[] {
  const product = line.productId === null ? undefined : context.get('products', line.productId)
  const handles = CLOTHES.test(`${product?.productType ?? ''} ${line.title}`)
    ? [...FOR_CLOTHES, ...FOR_ALL]
    : FOR_ALL
  const library = Object.values(context.state.tables.returnReasonDefinitions)
  return handles.flatMap((handle) => library.filter((one) => one.handle === handle && !one.deleted))
}

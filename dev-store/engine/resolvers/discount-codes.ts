import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { formatForMessage } from '../money/minor-units.ts'
import { moneyV2 } from '../money/money-bag.ts'
import { compileSearch, matchId, matchText, matchTime, matchWord } from '../search.ts'
import type { SearchFields } from '../search.ts'
import type { DiscountCode } from '../state.ts'
import { constant, countOf, own } from './fields.ts'
import { sortBy } from './order-search.ts'

/** A discount behind the union of discounts; `DiscountCodeNode` and `DiscountNode` both lead to it. */
type Basic = { __typename: 'DiscountCodeBasic'; discount: DiscountCode }

export const discountStatus = (discount: DiscountCode, now: string): 'ACTIVE' | 'EXPIRED' | 'SCHEDULED' => {
  if (Date.parse(discount.startsAt) > Date.parse(now)) return 'SCHEDULED'
  return discount.endsAt !== null && Date.parse(discount.endsAt) <= Date.parse(now) ? 'EXPIRED' : 'ACTIVE'
}

const discountsOf = (context: Context): DiscountCode[] =>
  Object.values(context.state.tables.discountCodes).filter((one) => one.shop === context.shop.domain)

/** Codes are the same whatever their case. */
export const findCode = (context: Context, code: string): DiscountCode | undefined =>
  discountsOf(context).find((one) => one.code.toLowerCase() === code.toLowerCase())

/** Orders that used the code. */
const usesOf = (context: Context, discount: DiscountCode): number =>
  context.index
    .ordersOfShop(discount.shop)
    .filter((order) =>
      order.discountApplications.some((one) => one.code?.toLowerCase() === discount.code.toLowerCase()),
    ).length

const summary = ({ percentage, amount }: DiscountCode): string =>
  percentage !== null
    ? `${Number((percentage * 100).toFixed(2))}% off entire order`
    : `${formatForMessage(amount?.amount ?? 0, amount?.currency ?? 'USD')} off entire order`

const asCodeNode = (context: Context, id: string): DiscountCode | null =>
  context.get('discountCodes', id.replace('/DiscountNode/', '/DiscountCodeNode/')) ?? null

const asBasic = (discount: DiscountCode): Basic => ({ __typename: 'DiscountCodeBasic', discount })

/** The same discount seen from the other side: `DiscountNode` shares the number of its `DiscountCodeNode`. */
type DiscountNode = { id: string; node: DiscountCode }
const asNode = (discount: DiscountCode): DiscountNode => ({
  id: discount.id.replace('/DiscountCodeNode/', '/DiscountNode/'),
  node: discount,
})

const searchFields = (context: Context): SearchFields<DiscountCode> => ({
  default: (one, term) => matchText(one.title, term) || matchWord(one.code, term),
  id: (one, term) => matchId(one.id, term),
  code: (one, term) => matchWord(one.code, term),
  title: (one, term) => matchText(one.title, term),
  status: (one, term) => matchWord(discountStatus(one, context.now), term),
  method: (_, term) => matchWord('code', term),
  discount_type: (one, term) => matchWord(one.percentage === null ? 'fixed_amount' : 'percentage', term),
  starts_at: (one, term) => matchTime(one.startsAt, term),
  ends_at: (one, term) => matchTime(one.endsAt, term),
  created_at: (one, term) => matchTime(one.createdAt, term),
  updated_at: (one, term) => matchTime(one.updatedAt, term),
})

const SORT: Record<string, (one: DiscountCode) => string | number> = {
  CREATED_AT: (one) => one.createdAt,
  ENDS_AT: (one) => one.endsAt ?? '',
  STARTS_AT: (one) => one.startsAt,
  TITLE: (one) => one.title.toLowerCase(),
  UPDATED_AT: (one) => one.updatedAt,
}

type ListArgs = ConnectionArgs & { query?: string | null; sortKey?: string | null; limit?: number | null }

const select = (root: string, context: Context, args: ListArgs): DiscountCode[] => {
  const test = compileSearch(context, root, args.query, searchFields(context))
  const all = discountsOf(context)
  return sortBy(test ? all.filter(test) : all, SORT[args.sortKey ?? 'ID'] ?? ((one) => legacyId(one.id)))
}

const nodeFields: ResolverModule[string] = {
  events: (_: unknown, args: ConnectionArgs) => connect([], args),
  metafield: () => null,
  metafields: (_: unknown, args: ConnectionArgs) => connect([], args),
}

const audience =
  (all: object) =>
  ({ discount }: Basic, _: unknown, context: Context) => {
    if (discount.customerIds.length === 0) return all
    const customers = discount.customerIds
      .map((id) => context.get('customers', id))
      .filter((one) => one !== undefined)
    return { __typename: 'DiscountCustomers', customers }
  }

const fromDiscount = (...names: (keyof DiscountCode)[]): ResolverModule[string] =>
  Object.fromEntries(names.map((name) => [name, ({ discount }: Basic) => discount[name]]))

export const discountCodes: ResolverModule = {
  QueryRoot: {
    codeDiscountNode: (_: unknown, { id }: { id: string }, context) => asCodeNode(context, id),
    codeDiscountNodeByCode: (_: unknown, { code }: { code: string }, context) =>
      findCode(context, code) ?? null,
    codeDiscountNodes: (_: unknown, args: ListArgs, context) =>
      connect(select('codeDiscountNodes', context, args), args),
    discountNode: (_: unknown, { id }: { id: string }, context) => {
      const found = asCodeNode(context, id)
      return found ? asNode(found) : null
    },
    discountNodes: (_: unknown, args: ListArgs, context) =>
      connect(select('discountNodes', context, args), args, asNode),
    discountNodesCount: (_: unknown, args: ListArgs, context) =>
      countOf(select('discountNodesCount', context, args).length, args.limit ?? undefined),
  },
  DiscountCodeNode: { ...nodeFields, ...own<DiscountCode>('id'), codeDiscount: asBasic },
  DiscountNode: {
    ...nodeFields,
    ...own<DiscountNode>('id'),
    discount: ({ node }: DiscountNode) => asBasic(node),
  },
  DiscountCodeBasic: {
    ...fromDiscount(
      'title',
      'startsAt',
      'endsAt',
      'usageLimit',
      'appliesOncePerCustomer',
      'createdAt',
      'updatedAt',
    ),
    ...constant({
      codesCount: countOf(1), discountClass: 'ORDER', discountClasses: ['ORDER'], hasTimelineComment: false, recurringCycleLimit: null, tags: [],
      totalSales: null,
    }), // prettier-ignore
    asyncUsageCount: ({ discount }: Basic, _: unknown, context) => usesOf(context, discount),
    codes: ({ discount }: Basic, args: ConnectionArgs, context) =>
      connect(
        [
          {
            id: discount.id.replace('/DiscountCodeNode/', '/DiscountRedeemCode/'),
            code: discount.code,
            asyncUsageCount: usesOf(context, discount),
            createdBy: null,
          },
        ],
        args,
      ),
    combinesWith: ({ discount }: Basic) => ({
      ...discount.combinesWith,
      productDiscountsWithTagsOnSameCartLine: null,
    }),
    context: audience({ __typename: 'DiscountBuyerSelectionAll', all: 'ALL' }),
    customerSelection: audience({ __typename: 'DiscountCustomerAll', allCustomers: true }),
    customerGets: ({ discount }: Basic) => ({
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      items: { __typename: 'AllDiscountItems', allItems: true },
      value: discount.amount
        ? {
            __typename: 'DiscountAmount',
            amount: moneyV2(discount.amount),
            appliesOnEachItem: discount.appliesOnEachItem,
          }
        : { __typename: 'DiscountPercentage', percentage: discount.percentage },
    }),
    minimumRequirement: ({ discount: { minimum } }: Basic) => {
      if (minimum === null) return null
      return 'subtotal' in minimum
        ? { __typename: 'DiscountMinimumSubtotal', greaterThanOrEqualToSubtotal: moneyV2(minimum.subtotal) }
        : { __typename: 'DiscountMinimumQuantity', greaterThanOrEqualToQuantity: String(minimum.quantity) }
    },
    shareableUrls: ({ discount }: Basic) => [
      {
        title: discount.title,
        targetType: 'HOME',
        targetItemImage: null,
        url: `https://${discount.shop}/discount/${encodeURIComponent(discount.code)}`,
      },
    ],
    status: ({ discount }: Basic, _: unknown, context) => discountStatus(discount, context.now),
    summary: ({ discount }: Basic) => summary(discount),
    shortSummary: ({ discount }: Basic) => summary(discount),
  },
}

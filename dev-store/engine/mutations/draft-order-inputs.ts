import { GraphQLError } from 'graphql'
import type { Context, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import { subtract, sum, times } from '../money/amounts.ts'
import { percentOf } from '../money/apportion.ts'
import { parseAmount } from '../money/minor-units.ts'
import { atRate, newLine, newShippingLine, orderDiscount, spreadDiscount } from '../order-builder.ts'
import type { Amounts, DraftOrder, LineItem } from '../state.ts'
import { addressFrom, applyMetafields, cleanTags, failure } from './inputs.ts'
import type { AddressInput, MetafieldInput, MoneyInput } from './inputs.ts'

type DiscountInput = {
  title?: string | null
  description?: string | null
  value: number
  valueType: 'FIXED_AMOUNT' | 'PERCENTAGE'
}
type LineInput = {
  variantId?: string | null; title?: string | null; quantity: number; originalUnitPrice?: string | null; originalUnitPriceWithCurrency?: MoneyInput | null; priceOverride?: MoneyInput | null
  appliedDiscount?: DiscountInput | null; customAttributes?: { key: string; value: string }[] | null; sku?: string | null; taxable?: boolean | null; requiresShipping?: boolean | null; components?: unknown; bundleComponents?: unknown
} // prettier-ignore
/** DraftOrderInput, as far as it is modelled. */
export type DraftInput = {
  email?: string | null; phone?: string | null; note?: string | null; tags?: string[] | null; customAttributes?: { key: string; value: string }[] | null; customerId?: string | null
  purchasingEntity?: { customerId?: string | null; purchasingCompany?: { companyLocationId: string } | null } | null; lineItems?: LineInput[] | null; appliedDiscount?: DiscountInput | null
  shippingLine?: { title?: string | null; price?: string | null; priceWithCurrency?: MoneyInput | null } | null; shippingAddress?: AddressInput | null; billingAddress?: AddressInput | null
  taxExempt?: boolean | null; metafields?: MetafieldInput[] | null; presentmentCurrencyCode?: string | null; useCustomerDefaultAddress?: boolean | null
  paymentTerms?: { paymentTermsTemplateId?: string | null } | null; reserveInventoryUntil?: string | null; deposit?: unknown; discountCodes?: string[] | null
} // prettier-ignore

const discountAmount = (draft: DraftOrder, input: DiscountInput, whole: Amounts): Amounts => {
  if (input.valueType === 'PERCENTAGE')
    return {
      shop: percentOf(whole.shop, input.value),
      presentment: percentOf(whole.presentment, input.value),
    }
  const fixed = atRate(draft, parseAmount(input.value, draft.currency) ?? 0)
  return {
    shop: Math.min(fixed.shop, whole.shop),
    presentment: Math.min(fixed.presentment, whole.presentment),
  }
}

const lineFrom = (context: Context, draft: DraftOrder, input: LineInput): LineItem => {
  const variant = input.variantId ? context.get('variants', input.variantId) : undefined
  const product = variant ? context.get('products', variant.productId) : undefined
  const item = variant ? context.get('inventoryItems', variant.inventoryItemId) : undefined
  const own =
    input.priceOverride?.amount ??
    (variant ? undefined : (input.originalUnitPriceWithCurrency?.amount ?? input.originalUnitPrice))
  const price =
    own === undefined || own === null ? (variant?.price.amount ?? 0) : (parseAmount(own, draft.currency) ?? 0)
  return newLine(context, {
    title: product?.title ?? input.title ?? '', variantTitle: variant && variant.title !== 'Default Title' ? variant.title : null, sku: variant?.sku ?? input.sku ?? null, productId: product?.id ?? null,
    variantId: variant?.id ?? null, quantity: input.quantity, unitPrice: atRate(draft, price), taxable: input.taxable ?? variant?.taxable ?? true, isGiftCard: product?.isGiftCard === true,
    requiresShipping: item?.requiresShipping ?? input.requiresShipping === true, grams: item?.grams ?? 0, customAttributes: (input.customAttributes ?? []).map(({ key, value }) => ({ key, value })),
  }, context.now) // prettier-ignore
}

/** What the dev store does not model fails by name instead of being dropped. */
const refuseUnmodelled = (input: DraftInput): void => {
  const components = (input.lineItems ?? []).find((one) => one.components ?? one.bundleComponents)
  const parts: Record<string, unknown> = {
    paymentTerms: input.paymentTerms,
    reserveInventoryUntil: input.reserveInventoryUntil,
    deposit: input.deposit,
    discountCodes: (input.discountCodes ?? []).length > 0 ? input.discountCodes : null,
    'lineItems.components': components,
  }
  for (const [name, value] of Object.entries(parts))
    if (value !== undefined && value !== null)
      throw new GraphQLError(`Not modelled by the dev store: DraftOrderInput.${name}`, {
        extensions: { code: 'NOT_MODELLED' },
      })
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

const priceOf = (line: LineInput): string =>
  line.priceOverride?.amount ?? line.originalUnitPriceWithCurrency?.amount ?? line.originalUnitPrice ?? '0'

const lineProblem = (context: Context, line: LineInput, i: number): UserErrorValue | undefined => {
  if (line.quantity < 1)
    return failure(['lineItems', String(i), 'quantity'], 'Quantity must be greater than or equal to 1')
  if (line.variantId && !context.get('variants', line.variantId))
    return failure(null, `Product with ID ${legacyId(line.variantId)} is no longer available.`)
  if (!line.variantId && !line.title) return failure(null, 'Merchandise title is empty.')
  return priceOf(line).trim().startsWith('-')
    ? failure(null, 'Cannot send negative price for line_item')
    : undefined
}

/** What is wrong with an input (recorded: draft-order-create-validation-matrix). */
export const draftProblems = (context: Context, input: DraftInput, creating: boolean): UserErrorValue[] => {
  if (creating && (input.lineItems ?? []).length === 0) return [failure(null, 'Add at least 1 product')]
  const inLines = (input.lineItems ?? [])
    .map((line, i) => lineProblem(context, line, i))
    .filter((one) => one !== undefined)
  if (inLines.length > 0) return inLines
  if (input.paymentTerms && !input.paymentTerms.paymentTermsTemplateId)
    return [failure(null, 'Payment terms template id can not be empty.')]
  if (input.reserveInventoryUntil && Date.parse(input.reserveInventoryUntil) <= Date.parse(context.now))
    return [failure(null, "Reserve until can't be in the past")]
  if (input.email && !EMAIL.test(input.email)) return [failure(['email'], 'Email is invalid')]
  refuseUnmodelled(input)
  return []
}

const fillLines = (context: Context, draft: DraftOrder, input: DraftInput): void => {
  const lines = (input.lineItems ?? []).map((line) => lineFrom(context, draft, line))
  draft.discountApplications = []
  for (const [i, given] of (input.lineItems ?? []).entries()) {
    const line = lines[i]
    if (!line || !given.appliedDiscount) continue
    const discount = given.appliedDiscount
    const amount = discountAmount(
      draft,
      discount,
      times(line.unitPrice, discount.valueType === 'PERCENTAGE' ? line.quantity : 1),
    )
    const whole = discount.valueType === 'PERCENTAGE' ? amount : times(amount, line.quantity)
    line.discountAllocations.push({ application: draft.discountApplications.length, amount: whole })
    draft.discountApplications.push(
      orderDiscount({
        kind: 'manual',
        title: discount.title ?? 'Custom discount',
        description: discount.description ?? null,
        value: discount.valueType === 'PERCENTAGE' ? { percentage: discount.value } : { amount: whole },
        targetSelection: 'EXPLICIT',
        allocationMethod: 'ONE',
      }),
    )
  }
  if (input.appliedDiscount) applyOrderDiscount(draft, lines, input.appliedDiscount)
  draft.lineItems = lines.map(({ id, title, variantTitle, sku, productId, variantId, quantity, unitPrice, taxable, requiresShipping, isGiftCard, grams, customAttributes, taxLines, discountAllocations }) => ({
    id: id.replace('/LineItem/', '/DraftOrderLineItem/'), title, variantTitle, sku, productId, variantId, quantity, unitPrice, taxable, requiresShipping, isGiftCard, grams, customAttributes, taxLines, discountAllocations,
  })) // prettier-ignore
}

const applyOrderDiscount = (draft: DraftOrder, lines: LineItem[], input: DiscountInput): void => {
  const left = sum(
    lines.map((line) =>
      subtract(times(line.unitPrice, line.quantity), sum(line.discountAllocations.map((one) => one.amount))),
    ),
  )
  const amount = discountAmount(draft, input, left)
  spreadDiscount(lines, draft.discountApplications.length, amount)
  draft.discountApplications.push(
    orderDiscount({
      kind: 'manual',
      title: input.title ?? 'Custom discount',
      description: input.description ?? null,
      value: input.valueType === 'PERCENTAGE' ? { percentage: input.value } : { amount },
    }),
  )
}

/** Facts of an input onto a draft that is open for change. */
export const applyDraftInput = (context: Context, draft: DraftOrder, input: DraftInput): void => {
  const customerId = input.purchasingEntity?.customerId ?? input.customerId
  if (customerId) draft.customerId = context.get('customers', customerId)?.id ?? null
  const customer = draft.customerId === null ? undefined : context.get('customers', draft.customerId)
  if (input.purchasingEntity?.purchasingCompany)
    draft.companyLocationId = input.purchasingEntity.purchasingCompany.companyLocationId
  for (const key of ['email', 'phone', 'note'] as const) if (input[key] !== undefined) draft[key] = input[key]
  draft.email ??= customer?.email ?? null
  if (input.tags) draft.tags = cleanTags(input.tags)
  if (input.customAttributes)
    draft.customAttributes = input.customAttributes.map(({ key, value }) => ({ key, value }))
  if (input.presentmentCurrencyCode) {
    draft.presentmentCurrency = input.presentmentCurrencyCode
    draft.presentmentRate =
      draft.currency === draft.presentmentCurrency
        ? 1
        : (context.shop.currentRates[draft.presentmentCurrency] ?? 1)
  }
  if (typeof input.taxExempt === 'boolean') draft.taxExempt = input.taxExempt
  if (input.shippingAddress) draft.shippingAddress = addressFrom(context, input.shippingAddress)
  if (input.billingAddress) draft.billingAddress = addressFrom(context, input.billingAddress)
  const standard =
    input.useCustomerDefaultAddress === true
      ? customer?.addresses.find((one) => one.id === customer.defaultAddressId)
      : undefined
  if (standard) draft.shippingAddress ??= { ...standard, id: context.nextId('MailingAddress') }
  if (input.lineItems) fillLines(context, draft, input)
  if (input.shippingLine) {
    const price =
      parseAmount(
        input.shippingLine.priceWithCurrency?.amount ?? input.shippingLine.price ?? '0',
        draft.currency,
      ) ?? 0
    draft.shippingLine = newShippingLine(context, {
      title: input.shippingLine.title ?? 'Shipping',
      price: atRate(draft, price),
      custom: true,
    })
  }
  applyMetafields(context, draft, input.metafields)
  draft.updatedAt = context.now
}

/** A draft with nothing in it, numbered `#D1` onwards; it is not inserted yet. */
export const emptyDraft = (context: Context): DraftOrder => {
  const id = context.nextId('DraftOrder')
  return {
    id, shop: context.shop.domain, name: `#D${legacyId(id) - 1_000_000}`, status: 'OPEN', createdAt: context.now, updatedAt: context.now, completedAt: null, invoiceSentAt: null, email: null, phone: null,
    customerId: null, companyLocationId: null, note: null, tags: [], customAttributes: [], currency: context.shop.currency, presentmentCurrency: context.shop.currency, presentmentRate: 1,
    taxesIncluded: context.shop.taxesIncluded, taxExempt: false, lineItems: [], shippingLine: null, discountApplications: [], shippingAddress: null, billingAddress: null, paymentTerms: null, orderId: null, metafields: [],
  } // prettier-ignore
}

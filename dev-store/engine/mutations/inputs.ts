import type { Context, UserErrorValue } from '../context.ts'
import { parseAmount } from '../money/minor-units.ts'
import { metafieldNamespace } from '../resolvers/metafields.ts'
import type { Address, Amounts, Metafield, Order } from '../state.ts'
import { atRate } from '../order-builder.ts'

export type MoneyInput = { amount: string; currencyCode: string }
export type MoneyBagInput = { shopMoney: MoneyInput; presentmentMoney?: MoneyInput | null }
export type AddressInput = Partial<
  Record<
    | 'firstName'
    | 'lastName'
    | 'company'
    | 'address1'
    | 'address2'
    | 'city'
    | 'zip'
    | 'phone'
    | 'country'
    | 'countryCode'
    | 'province'
    | 'provinceCode',
    string | null
  >
>
export type MetafieldInput = {
  id?: string | null
  namespace?: string | null
  key?: string | null
  value?: string | null
  type?: string | null
}

/** An id of the right type that is not in the shop. */
export const failure = (field: string[] | null, message: string, code?: string): UserErrorValue => ({
  field,
  message,
  ...(code === undefined ? {} : { code }),
})

/** Shop and presentment minor units of an input; presentment at the order's rate when it is not given. */
export const amountsOf = (
  order: Pick<Order, 'currency' | 'presentmentCurrency' | 'presentmentRate'>,
  input: MoneyBagInput,
): Amounts => {
  const shop = parseAmount(input.shopMoney.amount, order.currency) ?? 0
  const { presentmentMoney } = input
  if (!presentmentMoney) return atRate(order, shop)
  return { shop, presentment: parseAmount(presentmentMoney.amount, order.presentmentCurrency) ?? 0 }
}

const countryName = (code: string): string =>
  new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code

/** A postal address from an input; the country's name follows its code. */
export const addressFrom = (context: Context, input: AddressInput | null | undefined): Address | null => {
  if (!input) return null
  const countryCode = input.countryCode ?? null
  return {
    id: context.nextId('MailingAddress'),
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    company: input.company ?? null,
    address1: input.address1 ?? null,
    address2: input.address2 ?? null,
    city: input.city ?? null,
    provinceCode: input.provinceCode ?? null,
    province: input.province ?? input.provinceCode ?? null,
    countryCode,
    country: input.country ?? (countryCode === null ? null : countryName(countryCode)),
    zip: input.zip ?? null,
    phone: input.phone ?? null,
  }
}

/** New or changed metafields of an owner whose aggregate is open for change. */
export const applyMetafields = (
  context: Context,
  owner: { metafields: Metafield[] },
  inputs: MetafieldInput[] | null | undefined,
): void => {
  for (const input of inputs ?? []) {
    const namespace = metafieldNamespace(context, input.namespace)
    const known = owner.metafields.find(
      (one) => one.id === input.id || (one.namespace === namespace && one.key === input.key),
    )
    if (known)
      Object.assign(known, {
        value: input.value ?? known.value,
        type: input.type ?? known.type,
        updatedAt: context.now,
      })
    else
      owner.metafields.push({
        id: context.nextId('Metafield'),
        namespace,
        key: input.key ?? '',
        type: input.type ?? 'single_line_text_field',
        value: input.value ?? '',
        createdAt: context.now,
        updatedAt: context.now,
      })
  }
}

/** Tags without blanks and doubles (case does not count), as Shopify keeps them. */
export const cleanTags = (tags: readonly string[]): string[] => {
  const kept = new Map<string, string>()
  for (const tag of tags.flatMap((one) => one.split(',')).map((one) => one.trim()))
    if (tag !== '' && !kept.has(tag.toLowerCase())) kept.set(tag.toLowerCase(), tag)
  return [...kept.values()]
}

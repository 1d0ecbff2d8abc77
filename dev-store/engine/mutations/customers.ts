import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import type { Customer } from '../state.ts'
import { addressFrom, applyMetafields, cleanTags, failure } from './inputs.ts'
import type { AddressInput, MetafieldInput } from './inputs.ts'

type CustomerInput = {
  id?: string | null
  firstName?: string | null
  lastName?: string | null
  email?: string | null
  phone?: string | null
  locale?: string | null
  note?: string | null
  tags?: string[] | null
  taxExempt?: boolean | null
  addresses?: AddressInput[] | null
  metafields?: MetafieldInput[] | null
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export const findByEmail = (context: Context, email: string): Customer | undefined =>
  Object.values(context.state.tables.customers).find(
    (one) => one.shop === context.shop.domain && one.email?.toLowerCase() === email.toLowerCase(),
  )

/** A customer in REST's shape, as `customers/*` webhooks carry it. */
const customerBody = (customer: Customer): Record<string, unknown> => ({
  id: legacyId(customer.id),
  admin_graphql_api_id: customer.id,
  email: customer.email,
  phone: customer.phone,
  first_name: customer.firstName,
  last_name: customer.lastName,
  note: customer.note,
  state: customer.state.toLowerCase(),
  tags: customer.tags.join(', '),
  tax_exempt: customer.taxExempt,
  tax_exemptions: [],
  verified_email: customer.verifiedEmail,
  multipass_identifier: null,
  created_at: customer.createdAt,
  updated_at: customer.updatedAt,
  addresses: customer.addresses.map((one) => ({
    id: legacyId(one.id),
    address1: one.address1,
    city: one.city,
    zip: one.zip,
    country_code: one.countryCode,
    default: one.id === customer.defaultAddressId,
  })),
})

/** Inserts a customer with the given facts and announces it. */
export const createCustomer = (context: Context, input: CustomerInput): Customer => {
  const id = context.nextId('Customer')
  const addresses = (input.addresses ?? [])
    .map((one) => addressFrom(context, one))
    .filter((one) => one !== null)
  const customer: Customer = {
    id,
    shop: context.shop.domain,
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    email: input.email ?? null,
    phone: input.phone ?? null,
    locale: input.locale ?? context.shop.primaryLocale,
    note: input.note ?? null,
    tags: cleanTags(input.tags ?? []),
    state: 'DISABLED',
    verifiedEmail: true,
    taxExempt: input.taxExempt === true,
    emailMarketing: 'NOT_SUBSCRIBED',
    createdAt: context.now,
    updatedAt: context.now,
    redacted: false,
    addresses,
    defaultAddressId: addresses[0]?.id ?? null,
    metafields: [],
  }
  applyMetafields(context, customer, input.metafields)
  context.insert('customers', id, customer)
  context.emit('customers/create', customerBody(customer))
  return customer
}

const problemsOf = (context: Context, input: CustomerInput, self: string | undefined) => {
  const email = input.email ?? null
  if (email !== null && !EMAIL.test(email)) return [failure(['email'], 'Email is invalid')]
  const taken = email === null ? undefined : findByEmail(context, email)
  if (taken && taken.id !== self) return [failure(['email'], 'Email has already been taken')]
  if (self === undefined && !email && !input.phone && !input.firstName && !input.lastName) {
    return [failure(null, 'A name, phone number, or email address must be present')]
  }
  return []
}

const updateCustomer = (_: unknown, { input }: { input: CustomerInput }, context: Context) => {
  const known = input.id ? context.get('customers', input.id) : undefined
  if (!known) return { customer: null, userErrors: [failure(['id'], 'Customer does not exist')] }
  const userErrors = problemsOf(context, input, known.id)
  if (userErrors.length > 0) return { customer: null, userErrors }
  const customer = context.edit('customers', known.id)
  for (const key of ['firstName', 'lastName', 'email', 'phone', 'note'] as const)
    if (input[key] !== undefined) customer[key] = input[key]
  if (input.locale) customer.locale = input.locale
  if (input.tags) customer.tags = cleanTags(input.tags)
  if (typeof input.taxExempt === 'boolean') customer.taxExempt = input.taxExempt
  if (input.addresses) {
    customer.addresses = input.addresses.map((one) => addressFrom(context, one)).filter((one) => one !== null)
    customer.defaultAddressId = customer.addresses[0]?.id ?? null
  }
  applyMetafields(context, customer, input.metafields)
  customer.updatedAt = context.now
  context.emit('customers/update', customerBody(customer))
  return { customer, userErrors: [] }
}

export const customerMutations: ResolverModule = {
  Mutation: {
    customerCreate: (_: unknown, { input }: { input: CustomerInput }, context) => {
      const userErrors = problemsOf(context, input, undefined)
      return userErrors.length > 0
        ? { customer: null, userErrors }
        : { customer: createCustomer(context, input), userErrors }
    },
    customerUpdate: updateCustomer,
    customerDelete: (_: unknown, { input }: { input: { id: string } }, context) => {
      const customer = context.get('customers', input.id)
      const answer = { shop: context.shop }
      if (!customer)
        return {
          ...answer,
          deletedCustomerId: null,
          userErrors: [failure(['id'], "Customer can't be found")],
        }
      if (context.index.ordersByCustomer(customer.id).length > 0) {
        return {
          ...answer,
          deletedCustomerId: null,
          userErrors: [failure(['id'], 'Customer can’t be deleted because they have associated orders')],
        }
      }
      context.remove('customers', customer.id)
      context.emit('customers/delete', { id: legacyId(customer.id), admin_graphql_api_id: customer.id })
      return { ...answer, deletedCustomerId: customer.id, userErrors: [] }
    },
  },
}

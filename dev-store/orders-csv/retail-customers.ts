import type { Context } from '../engine/context.ts'
import type { Address } from '../engine/state.ts'
import { countryOf } from './country-codes.ts'
import type { CsvOrder } from './parse-orders-csv.ts'
import { RETAIL_SHOP } from './retail-shop.ts'

/** The file knows a country and nothing else of an address. */
export function retailAddress(id: string, country: string): Address {
  const known = countryOf(country)
  return {
    id,
    firstName: null,
    lastName: null,
    company: null,
    address1: null,
    address2: null,
    city: null,
    provinceCode: null,
    province: null,
    countryCode: known?.code ?? null,
    country: known?.name ?? null,
    zip: null,
    phone: null,
  }
}

export function customerEmail(customerId: string): string {
  return `${customerId}@example.com`
}

export function guestEmail(invoice: string): string {
  return `guest-${invoice}@example.com`
}

/** Makes a customer with an account for every customer number and answers them by it. */
export function insertCustomers(
  context: Context,
  orders: readonly CsvOrder[],
  instant: (localTime: string) => string,
): Map<string, string> {
  const ids = new Map<string, string>()
  for (const order of orders) {
    if (order.customerId === null || ids.has(order.customerId)) continue
    const id = context.nextId('Customer')
    const addressId = context.nextId('MailingAddress')
    const at = instant(order.invoicedAt)
    context.insert('customers', id, {
      id,
      shop: RETAIL_SHOP,
      firstName: 'Customer',
      lastName: order.customerId,
      email: customerEmail(order.customerId),
      phone: null,
      locale: 'en',
      note: null,
      tags: [],
      state: 'ENABLED',
      verifiedEmail: true,
      taxExempt: false,
      emailMarketing: 'NOT_SUBSCRIBED',
      createdAt: at,
      updatedAt: at,
      redacted: false,
      addresses: [retailAddress(addressId, order.country)],
      defaultAddressId: addressId,
      metafields: [],
    })
    ids.set(order.customerId, id)
  }
  return ids
}

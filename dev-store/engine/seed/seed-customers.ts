import type { Context } from '../context.ts'
import type { Address, Customer } from '../state.ts'

export type Place = Pick<Address, 'address1' | 'city' | 'zip' | 'countryCode' | 'country'> & Partial<Address>
type Person = {
  first: string
  last: string
  email: string
  phone?: string
  tags?: string[]
  locale?: string
  place: Place
  note?: string
}

const US = { countryCode: 'US', country: 'United States' }
const DE = { countryCode: 'DE', country: 'Germany' }

/** The people of the hand-made orders, by shop handle. */
const PEOPLE: Record<string, Person[]> = {
  'homeward-demo': [
    { first: 'Alex', last: 'Morgan', email: 'alex@example.com', phone: '+12125550171', tags: ['newsletter'], place: { address1: '12 Grove Street', city: 'New York', provinceCode: 'NY', province: 'New York', zip: '10014', ...US } },
    { first: 'Priya', last: 'Shah', email: 'priya@example.com', tags: ['vip'], place: { address1: '480 Castro Street', city: 'San Francisco', provinceCode: 'CA', province: 'California', zip: '94114', ...US } },
    { first: 'Marcus', last: 'Bell', email: 'marcus@example.com', place: { address1: '77 Peachtree Street', city: 'Atlanta', provinceCode: 'GA', province: 'Georgia', zip: '30303', ...US } },
    { first: 'Camille', last: 'Durand', email: 'camille@example.com', locale: 'fr', place: { address1: '8 rue des Martyrs', city: 'Paris', zip: '75009', countryCode: 'FR', country: 'France' } },
    { first: 'Kenji', last: 'Sato', email: 'kenji@example.com', place: { address1: '1-2-3 Ginza', city: 'Tokyo', zip: '104-0061', countryCode: 'JP', country: 'Japan' } },
    { first: 'Fatima', last: 'Al-Sabah', email: 'fatima@example.com', place: { address1: 'Block 4, Street 12', city: 'Kuwait City', zip: '15000', countryCode: 'KW', country: 'Kuwait' } },
    { first: 'Zoë', last: 'Ångström-Łukasz', email: 'zoe@example.com', place: { address1: 'شارع الملك فهد ١٢', address2: 'الطابق ٣', city: 'الرياض', zip: '12211', countryCode: 'SA', country: 'Saudi Arabia' } },
    { first: 'Robin', last: 'Taylor', email: 'robin@example.com', tags: ['wholesale'], place: { address1: '900 Congress Avenue', city: 'Austin', provinceCode: 'TX', province: 'Texas', zip: '78701', ...US } },
  ],
  'homeward-eu': [
    { first: 'Lena', last: 'Fischer', email: 'lena@example.com', locale: 'de', place: { address1: 'Kastanienallee 21', city: 'Berlin', zip: '10435', ...DE } },
    { first: 'Pierre', last: 'Laurent', email: 'pierre@example.com', locale: 'fr', place: { address1: '14 quai Saint-Vincent', city: 'Lyon', zip: '69001', countryCode: 'FR', country: 'France' } },
    { first: 'Oliver', last: 'Hughes', email: 'oliver@example.com', locale: 'en', place: { address1: '5 Camden Square', city: 'London', zip: 'NW1 9UY', countryCode: 'GB', country: 'United Kingdom' } },
  ],
  'homeward-jp': [{ first: '美咲', last: '高橋', email: 'misaki@example.com', locale: 'ja', place: { address1: '2-11-5 南青山', city: '港区', provinceCode: 'JP-13', province: '東京都', zip: '107-0062', countryCode: 'JP', country: 'Japan' } }],
  'homeward-legacy': [{ first: 'Jamie', last: 'Cole', email: 'jamie@example.com', place: { address1: '1420 Fifth Avenue', city: 'Seattle', provinceCode: 'WA', province: 'Washington', zip: '98101', ...US } }],
} // prettier-ignore

export const addressOf = (
  context: Context,
  name: { first: string | null; last: string | null },
  place: Place,
): Address => ({
  id: context.nextId('MailingAddress'),
  firstName: name.first,
  lastName: name.last,
  company: null,
  address2: null,
  provinceCode: null,
  province: null,
  phone: null,
  ...place,
})

/** Inserts a customer with one address. */
export const insertCustomer = (context: Context, person: Person, at: string): Customer => {
  const id = context.nextId('Customer')
  const address = addressOf(context, person, person.place)
  const customer: Customer = {
    id, shop: context.shop.domain, firstName: person.first, lastName: person.last, email: person.email, phone: person.phone ?? null,
    locale: person.locale ?? context.shop.primaryLocale, note: person.note ?? null, tags: person.tags ?? [], state: 'ENABLED', verifiedEmail: true, taxExempt: false,
    emailMarketing: 'NOT_SUBSCRIBED', createdAt: at, updatedAt: at, redacted: false, addresses: [address], defaultAddressId: address.id, metafields: [],
  } // prettier-ignore
  context.insert('customers', id, customer)
  return customer
}

export const seedCustomers = (context: Context, at: string): Customer[] =>
  (PEOPLE[context.shop.handle] ?? []).map((person) => insertCustomer(context, person, at))

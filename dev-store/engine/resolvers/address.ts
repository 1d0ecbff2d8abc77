import type { ResolverModule } from '../context.ts'
import type { Address } from '../state.ts'
import { constant, own } from './fields.ts'

/** First and last name, or null when both are missing. */
export const fullName = (one: { firstName: string | null; lastName: string | null }): string | null => {
  const name = [one.firstName, one.lastName].filter((part) => part !== null && part !== '').join(' ')
  return name === '' ? null : name
}

const area = (address: Address): string | null => {
  const parts = [address.city, address.provinceCode, address.country].filter(
    (part) => part !== null && part !== '',
  )
  return parts.length === 0 ? null : parts.join(', ')
}

export const addresses: ResolverModule = {
  MailingAddress: {
    ...own<Address>(
      'id',
      'address1',
      'address2',
      'city',
      'company',
      'country',
      'firstName',
      'lastName',
      'phone',
      'province',
      'provinceCode',
      'zip',
      'countryCode',
    ),
    ...constant({
      coordinatesValidated: false,
      latitude: null,
      longitude: null,
      timeZone: null,
      validationResultSummary: null,
    }),
    countryCodeV2: (source: Address) => source.countryCode,
    name: fullName,
    formattedArea: area,
    formatted: (source: Address, args: { withName?: boolean | null; withCompany?: boolean | null }) =>
      [
        args.withName === true ? fullName(source) : null,
        args.withCompany === false ? null : source.company,
        source.address1,
        source.address2,
        [source.city, source.provinceCode, source.zip]
          .filter((part) => part !== null && part !== '')
          .join(' '),
        source.country,
      ].filter((line) => line !== null && line !== ''),
  },
}

import type { Statute } from '../statute.ts'
import { africaAndMiddleEast } from './africa-middle-east.ts'
import { americas } from './americas.ts'
import { asiaPacific } from './asia-pacific.ts'
import { europe } from './europe.ts'

/** Every statute that we know of. The part of a country comes after the country, a member state after the Union. */
export const statutes: readonly Statute[] = [...europe, ...asiaPacific, ...americas, ...africaAndMiddleEast]

/** The statutes that cover a ship-to address, the nearest last; also those that only advise. */
export function statutesFor(country: string, province: string | null): readonly Statute[] {
  return statutes.filter(
    ({ countries, provinces }) =>
      countries.includes(country) &&
      (provinces === undefined || (province !== null && provinces.includes(province))),
  )
}

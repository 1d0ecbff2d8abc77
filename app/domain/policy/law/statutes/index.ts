import type { Statute } from '../statute.ts'
import { africaAndMiddleEast } from './africa-middle-east.ts'
import { americas } from './americas.ts'
import { asiaPacific } from './asia-pacific.ts'
import { europe } from './europe.ts'

/** Every statute that we know of. The part of a country comes after the country, a member state after the Union. */
export const statutes: readonly Statute[] = [...europe, ...asiaPacific, ...americas, ...africaAndMiddleEast]

import type { AdminGraphql } from './admin-graphql.server.ts'
import { ask } from './operation.ts'
import { LOCATIONS } from './shop-operations.server.ts'

/** A place of the shop; its address as it is written in its country, line by line. */
export type ShopLocation = {
  readonly gid: string
  readonly name: string
  readonly address: readonly string[]
}

/** The shop's active locations by name: where a unit can be put back, and where goods are sent to. */
export async function listLocations(admin: AdminGraphql): Promise<readonly ShopLocation[]> {
  const data = await ask(admin, LOCATIONS, {})
  return data.locations.nodes
    .filter((location) => location.isActive)
    .map((location) => ({
      gid: location.id,
      name: location.name,
      address: location.address.formatted,
    }))
}

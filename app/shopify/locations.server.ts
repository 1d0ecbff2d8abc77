import type { AdminGraphql } from './admin-graphql.server.ts'
import { ask } from './operation.ts'
import { LOCATIONS } from './shop-operations.server.ts'

/** The shop's active locations by name: where a unit can be put back. */
export async function listLocations(
  admin: AdminGraphql,
): Promise<readonly { readonly gid: string; readonly name: string }[]> {
  const data = await ask(admin, LOCATIONS, {})
  return data.locations.nodes
    .filter((location) => location.isActive)
    .map((location) => ({ gid: location.id, name: location.name }))
}

import type { AdminGraphql } from './admin-graphql.server.ts'
import { ask } from './operation.ts'
import { RETURN_REASONS } from './shop-operations.server.ts'

/** A return reason as Shopify offers it; `name` is localised by Shopify. */
export type ReturnReasonDefinition = {
  readonly definitionGid: string
  readonly handle: string
  readonly name: string
}

type ReasonNode = {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly deleted: boolean
}

/** The reasons that may be offered: deleted ones stay in old returns only. */
export function readReasons(nodes: readonly ReasonNode[]): readonly ReturnReasonDefinition[] {
  return nodes
    .filter((node) => !node.deleted)
    .map((node) => ({ definitionGid: node.id, handle: node.handle, name: node.name }))
}

/** Shopify's return reasons, for settings and for the policy editor. */
export async function listReturnReasons(admin: AdminGraphql): Promise<readonly ReturnReasonDefinition[]> {
  const data = await ask(admin, RETURN_REASONS, {})
  return readReasons(data.returnReasonDefinitions.nodes)
}

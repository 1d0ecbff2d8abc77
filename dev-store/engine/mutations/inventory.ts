/** inventoryAdjustQuantities, SetQuantities, Activate, Deactivate, MoveQuantities; locationActivate, Deactivate. */
import type { ResolverModule } from '../context.ts'

export const inventoryMutations: ResolverModule = {}

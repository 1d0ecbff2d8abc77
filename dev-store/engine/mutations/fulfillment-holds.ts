/** fulfillmentOrderHold, ReleaseHold. */
import type { ResolverModule } from '../context.ts'

export const fulfillmentHolds: ResolverModule = {}

import type { ResolverModule } from '../context.ts'

/** Modules of the platform: shop, orders, catalogue, customers, fulfilment, inventory and the rest. */
export const resolvers: ResolverModule[] = []

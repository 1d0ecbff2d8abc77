import type { ResolverModule } from '../context.ts'

/** Order-level money, refunds, store credit and gift cards; registered by `../registry.ts`. */
export const resolvers: ResolverModule = {}

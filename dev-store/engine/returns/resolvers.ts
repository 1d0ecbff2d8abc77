import type { ResolverModule } from '../context.ts'

/** Returns, exchanges and reverse logistics: types, query roots and mutations; registered by `../registry.ts`. */
export const resolvers: ResolverModule = {}

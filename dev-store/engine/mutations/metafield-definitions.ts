/** metafieldDefinitionCreate, Update, Delete; metafieldDefinitions. */
import type { ResolverModule } from '../context.ts'

export const metafieldDefinitions: ResolverModule = {}

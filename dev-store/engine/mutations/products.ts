/** productCreate, Update, Delete; productVariantsBulkCreate, Update, Delete. */
import type { ResolverModule } from '../context.ts'

export const productMutations: ResolverModule = {}

/** discountCodeBasicCreate; codeDiscountNodeByCode, discountNodes. */
import type { ResolverModule } from '../context.ts'

export const discountCodes: ResolverModule = {}

/** markets. */
import type { ResolverModule } from '../context.ts'

export const markets: ResolverModule = {}

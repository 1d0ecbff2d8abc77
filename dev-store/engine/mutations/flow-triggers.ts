/** flowTriggerReceive. */
import type { ResolverModule } from '../context.ts'

export const flowTriggers: ResolverModule = {}

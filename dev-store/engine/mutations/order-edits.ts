/** orderEditBegin … Commit, CalculatedOrder. */
import type { ResolverModule } from '../context.ts'

export const orderEdits: ResolverModule = {}

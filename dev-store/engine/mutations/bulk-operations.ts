/** bulkOperationRunQuery, RunMutation, Cancel; bulkOperation(s), currentBulkOperation. */
import type { ResolverModule } from '../context.ts'

export const bulkOperations: ResolverModule = {}

/** webhookSubscription* mutations and their reads. */
import type { ResolverModule } from '../context.ts'

export const webhookSubscriptions: ResolverModule = {}

/** draftOrderCreate, Update, Complete, InvoiceSend, Delete; draftOrder(s). */
import type { ResolverModule } from '../context.ts'

export const draftOrders: ResolverModule = {}

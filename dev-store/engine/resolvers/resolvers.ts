import type { ResolverModule } from '../context.ts'
import { appMutations } from '../mutations/apps.ts'
import { bulkOperations } from '../mutations/bulk-operations.ts'
import { customerMutations } from '../mutations/customers.ts'
import { discountCodeMutations } from '../mutations/discount-codes.ts'
import { draftOrderMutations } from '../mutations/draft-orders.ts'
import { files } from '../mutations/files.ts'
import { flowTriggers } from '../mutations/flow-triggers.ts'
import { fulfillmentMutations } from '../mutations/fulfillments.ts'
import { holdMutations } from '../mutations/holds.ts'
import { inventoryMutations } from '../mutations/inventory.ts'
import { locationMutations } from '../mutations/locations.ts'
import { metafieldDefinitionMutations } from '../mutations/metafield-definitions.ts'
import { orderEdits } from '../mutations/order-edits.ts'
import { orderMutations } from '../mutations/orders.ts'
import { productMutations } from '../mutations/products.ts'
import { shopPolicies } from '../mutations/shop-policies.ts'
import { tagAndMetafieldMutations } from '../mutations/tags-metafields.ts'
import { webhookSubscriptions } from '../mutations/webhook-subscriptions.ts'
import { addresses } from './address.ts'
import { agreements } from './agreements.ts'
import { calculatedOrders } from './calculated-orders.ts'
import { customers } from './customers.ts'
import { discountCodes } from './discount-codes.ts'
import { draftOrders } from './draft-orders.ts'
import { fulfillments } from './fulfillments.ts'
import { inventory } from './inventory.ts'
import { lineItems } from './line-items.ts'
import { marketResolvers } from './markets.ts'
import { metafieldDefinitionResolvers } from './metafield-definitions.ts'
import { metafields } from './metafields.ts'
import { orders } from './orders.ts'
import { products } from './products.ts'
import { roots } from './roots.ts'
import { shops } from './shops.ts'

/** Modules of the platform: shop, orders, catalogue, customers, fulfilment, inventory and the rest. */
export const resolvers: ResolverModule[] = [
  addresses,
  agreements,
  calculatedOrders,
  customers,
  discountCodes,
  fulfillments,
  inventory,
  lineItems,
  marketResolvers,
  metafieldDefinitionResolvers,
  metafields,
  orders,
  products,
  roots,
  shops,
  appMutations,
  bulkOperations,
  customerMutations,
  discountCodeMutations,
  draftOrderMutations,
  draftOrders,
  files,
  flowTriggers,
  fulfillmentMutations,
  holdMutations,
  inventoryMutations,
  locationMutations,
  metafieldDefinitionMutations,
  orderEdits,
  orderMutations,
  productMutations,
  shopPolicies,
  tagAndMetafieldMutations,
  webhookSubscriptions,
]

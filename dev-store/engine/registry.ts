import type { Resolver, ResolverModule } from './context.ts'
import { resolvers as moneyResolvers } from './money/resolvers.ts'
import { resolvers as returnResolvers } from './returns/resolvers.ts'
import { resolvers as platformResolvers } from './resolvers/resolvers.ts'

/** Type name → field name → resolver, of all modules. */
export type Registry = Record<string, Record<string, Resolver>>

/**
 * Merges the modules. A type may be spread over modules (Order is), a field may not: two owners of one field is a
 * mistake, so it throws at start.
 *
 * A type that occurs here is CLOSED: each of its fields needs a resolver, and a document that selects another one is
 * refused by name before it runs. A type that does not occur (payloads, small values) is OPEN: its fields are read
 * from the plain object that the parent returned, and an absent property is refused by name at run time.
 */
const mergeModules = (modules: ResolverModule[]): Registry => {
  const registry: Registry = {}
  for (const module of modules) {
    for (const [type, fields] of Object.entries(module)) {
      const merged = (registry[type] ??= {})
      for (const [field, resolver] of Object.entries(fields)) {
        if (Object.hasOwn(merged, field)) throw new Error(`dev store: ${type}.${field} has two resolvers`)
        merged[field] = resolver
      }
    }
  }
  return registry
}

/**
 * Every resolver of the dev store. Who owns what where a type is shared:
 * `money/`: on Order every money field, displayFinancialStatus, fullyPaid, unpaid, capturable, refundable, refunds,
 * transactions, suggestedRefund, paymentGatewayNames; the types OrderTransaction, Refund…, StoreCredit…, GiftCard…;
 * `Customer.storeCreditAccounts`.
 * `returns/`: on Order returns and returnStatus; LineItem.suggestedReturnReasonDefinitions; all types of returns,
 * reverse logistics, returnable fulfilments and calculation.
 * `resolvers/`: the rest, LineItem and FulfillmentLineItem included (with the money functions of `money/`).
 */
export const registry = (): Registry => mergeModules([...platformResolvers, moneyResolvers, returnResolvers])

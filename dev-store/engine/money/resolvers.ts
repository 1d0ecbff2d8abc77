import type { ResolverModule } from '../context.ts'
import { giftCardFields } from './gift-card-fields.ts'
import { orderFields } from './order-fields.ts'
import { storeCreditFields } from './store-credit-fields.ts'
import { transactionFields } from './transaction-fields.ts'

/** Order-level money, refunds, store credit and gift cards; registered by `../registry.ts`. */
export const resolvers: ResolverModule = {
  ...orderFields,
  ...transactionFields,
  ...storeCreditFields,
  ...giftCardFields,
  QueryRoot: {
    ...transactionFields['QueryRoot'],
    ...storeCreditFields['QueryRoot'],
    ...giftCardFields['QueryRoot'],
  },
  Mutation: {
    ...transactionFields['Mutation'],
    ...storeCreditFields['Mutation'],
    ...giftCardFields['Mutation'],
  },
}

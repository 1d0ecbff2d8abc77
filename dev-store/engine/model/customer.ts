import type { Money } from './money.ts'
import type { Address, Metafield } from './order.ts'

export type Customer = {
  id: string
  shop: string
  firstName: string | null
  lastName: string | null
  email: string | null
  phone: string | null
  locale: string
  note: string | null
  tags: string[]
  state: 'DECLINED' | 'DISABLED' | 'ENABLED' | 'INVITED'
  verifiedEmail: boolean
  taxExempt: boolean
  emailMarketing: 'SUBSCRIBED' | 'NOT_SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING'
  createdAt: string
  updatedAt: string
  redacted: boolean
  addresses: Address[]
  defaultAddressId: string | null
  metafields: Metafield[]
}

export type StoreCreditTransaction = {
  id: string
  type: 'credit' | 'debit' | 'debit_revert' | 'expiration'
  /** Positive for credits, negative for debits and expirations; minor units of the account's currency. */
  amount: number
  balanceAfter: number
  /** What of this credit is still to be spent; 0 on debits. */
  remaining: number
  createdAt: string
  expiresAt: string | null
  /** StoreCreditSystemEvent: ADJUSTMENT, ORDER_REFUND… */
  event: string
  /** Order transaction that it belongs to, or null. */
  originTransactionId: string | null
  /** A debit_revert names the debit it undoes; a debit none. */
  relatedTransactionId: string | null
}

/** One account per owner and currency. */
export type StoreCreditAccount = {
  id: string
  shop: string
  ownerId: string
  currency: string
  balance: number
  createdAt: string
  transactions: StoreCreditTransaction[]
}

export type GiftCardTransaction = {
  id: string
  amount: number
  processedAt: string
  note: string | null
  orderTransactionId: string | null
}
export type GiftCard = {
  id: string
  shop: string
  code: string
  initial: Money
  balance: number
  createdAt: string
  updatedAt: string
  expiresOn: string | null
  deactivatedAt: string | null
  customerId: string | null
  recipientId: string | null
  recipientMessage: string | null
  recipientPreferredName: string | null
  note: string | null
  orderId: string | null
  crossCurrencyRedemptionStrategy: string
  transactions: GiftCardTransaction[]
}

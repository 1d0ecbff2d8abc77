import type { ShopPolicy } from '../mutations/shop-policies.ts'
import type { Money } from './money.ts'
import type { Metafield } from './order.ts'

export type Plan = 'standard' | 'advanced' | 'plus' | 'enterprise'

export type Shop = {
  id: string
  /** 'homeward-demo.myshopify.com' */
  domain: string
  /** 'homeward-demo' */
  handle: string
  name: string
  email: string
  contactEmail: string
  ownerName: string
  currency: string
  enabledPresentmentCurrencies: string[]
  ianaTimezone: string
  primaryLocale: string
  locales: string[]
  countryCode: string
  country: string
  address1: string
  city: string
  provinceCode: string | null
  zip: string
  phone: string | null
  weightUnit: 'GRAMS' | 'KILOGRAMS' | 'OUNCES' | 'POUNDS'
  orderNumberPrefix: string
  orderNumberSuffix: string
  nextOrderNumber: number
  createdAt: string
  plan: Plan
  taxesIncluded: boolean
  dutiesIncluded: boolean
  /** behaviour §5 */
  returnsWorkflow: 'new' | 'legacy'
  zeroPriceExchangeBug: boolean
  customerAccounts: 'NEW_CUSTOMER_ACCOUNTS' | 'CLASSIC' | 'NONE'
  giftCardsEnabled: boolean
  storeCreditEnabled: boolean
  storeCreditLimit: number
  giftCardIssueLimit: number
  looseDisposal: boolean
  processClosedReturns: boolean
  lenientIdempotent: boolean
  /** Protected customer data level that apps have: 0 none, 1 without name/address/phone/email, 2 all. */
  protectedCustomerData: 0 | 1 | 2
  /** Today's presentment per shop unit, by currency; an order keeps the rate of its day. */
  currentRates: Record<string, number>
  storefrontPassword: string | null
  /** Theme settings and the placed app block, kept for the storefront. */
  theme: { id: string; name: string; blockPlaced: boolean; blockSettings: Record<string, unknown> }
  /** Where a merchant moved the app proxy: '/apps/returns'. */
  proxyPath: string | null
  metafields: Metafield[]
  /** Legal policies; absent until one was written. */
  policies?: ShopPolicy[]
}

export type App = {
  id: string
  apiKey: string
  apiSecret: string
  previousSecret: { value: string; until: string } | null
  handle: string
  title: string
  /** Scopes of the app's configuration. */
  scopes: string[]
  optionalScopes: string[]
  webhookApiVersion: string
}

export type AppInstallation = {
  id: string
  appId: string
  shop: string
  installedAt: string
  uninstalledAt: string | null
  scopes: string[]
  metafields: Metafield[]
}

export type TokenRecord = {
  value: string
  shop: string
  appId: string
  mode: 'offline' | 'online' | 'staff'
  scopes: string[]
  /** ISO time, or null for a permanent token. */
  expiresAt: string | null
  refreshToken: string | null
  refreshExpiresAt: string | null
  /** Value of the pair that this one replaces: its refresh token works until this pair is first used. */
  replaces: string | null
  used: boolean
  revoked: boolean
  userId: string | null
  /** Overrides the shop's plan for the bucket. */
  plan: Plan | null
  createdAt: string
}

export type WebhookSubscription = {
  id: string
  shop: string
  appId: string
  topic: string
  uri: string
  format: 'JSON' | 'XML'
  filter: string | null
  includeFields: string[]
  metafieldNamespaces: string[]
  name: string | null
  apiVersion: string
  /** 'api' ones are deleted after 8 failures, 'config' ones stay. */
  source: 'api' | 'config'
  createdAt: string
  updatedAt: string
  failures: number
}

export type WebhookEvent = {
  eventId: string
  shop: string
  topic: string
  payload: Record<string, unknown>
  triggeredAt: string
}

/** One delivery of one event to one subscription; kept by the surface that delivers. */
export type WebhookDelivery = {
  id: string
  webhookId: string
  eventId: string
  subscriptionId: string
  shop: string
  topic: string
  uri: string
  body: string
  triggeredAt: string
  status: 'pending' | 'delivered' | 'failed' | 'dropped'
  attempts: { at: string; status: number | null; error: string | null; milliseconds: number }[]
  nextAttemptAt: string | null
}

/** behaviour §6: key of the record is `${shop} ${app} ${mutation} ${key}`. */
export type IdempotencyRecord = {
  shop: string
  appId: string
  mutation: string
  key: string
  fingerprint: string
  state: 'running' | 'succeeded' | 'failed'
  /** Payload field → id that it is rebuilt from. */
  result: Record<string, string>
  at: string
}

export type DiscountCode = {
  id: string
  shop: string
  title: string
  code: string
  percentage: number | null
  amount: Money | null
  startsAt: string
  endsAt: string | null
  usageLimit: number | null
  appliesOncePerCustomer: boolean
  /** Empty: every buyer. */
  customerIds: string[]
  /** An amount comes off each item, not off the order once. */
  appliesOnEachItem: boolean
  minimum: { subtotal: Money } | { quantity: number } | null
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean }
  createdAt: string
  updatedAt: string
}

export type ReturnReasonDefinition = {
  id: string
  handle: string
  deleted: boolean
  /** By locale; 'en' always there. */
  names: Record<string, string>
  /** The legacy enum spelling this stands for. */
  reason: string
}

/** An entry of the oracle: what truly moved, written by the money engine, never read by it. */
export type LedgerEntry = {
  at: string
  shop: string
  orderId: string | null
  returnId: string | null
  refundId: string | null
  transactionId: string | null
  kind: 'sale' | 'refund' | 'store_credit' | 'bonus_credit' | 'gift_card' | 'debit'
  gateway: string
  amount: Money
  status: 'PENDING' | 'SUCCESS' | 'FAILURE' | 'ERROR'
  note: string | null
}

/** E-mail that Shopify itself would have sent. */
export type Notification = {
  at: string
  shop: string
  to: string
  template: string
  subject: string
  orderId: string | null
  returnId: string | null
}
export type MailMessage = {
  id: string
  at: string
  from: string
  to: string
  subject: string
  text: string
  html: string
  raw: string
}

/** behaviour §11. All given parts of `match` must agree; `nth` counts the matching calls from 1. */
export type Fault = {
  id: string
  match: {
    shop?: string
    root?: string
    nth?: number
    header?: { name: string; value: string }
    path?: string
  }
  /** How many times it fires; null for always. */
  times: number | null
  seen: number
  fired: number
  effect:
    | { kind: 'timeout_before' | 'timeout_after_commit' | 'reset' | 'internal_error' | 'throttled' }
    | { kind: 'http'; status: number }
    | { kind: 'access_denied'; field: string }
    | { kind: 'user_errors'; errors: { field: string[] | null; message: string; code?: string | null }[] }
    | {
        kind: 'refund_pending'
        seconds: number
        becomes: 'SUCCESS' | 'FAILURE' | 'ERROR'
        errorCode: string | null
      }
    | { kind: 'gateway_refuses'; errorCode: string; message: string }
    | { kind: 'act_between'; query: string; variables: Record<string, unknown> }
    | {
        kind: 'webhooks'
        duplicate?: number
        drop?: number
        delaySeconds?: number
        shuffle?: number
        badHmac?: number
        staleVersion?: string
        truncateLines?: number
      }
}

export type MetafieldDefinition = {
  id: string
  shop: string
  ownerType: string
  namespace: string
  key: string
  name: string
  description: string | null
  type: string
  unique: boolean
  access: { admin: string; storefront: string; customerAccount: string }
  /** Place among the pinned ones of its owner type, from 1; null when not pinned. */
  pinnedPosition: number | null
  validations: { name: string; value: string }[]
  createdAt: string
}
export type Segment = { id: string; shop: string; name: string; query: string }
export type Job = { id: string; shop: string; done: boolean; createdAt: string }
export type PastReturn = {
  shop: string
  invoice: string
  date: string
  customerId: string | null
  lines: { sku: string; description: string; quantity: number; unitPrice: number }[]
}

/** What an inventory mutation answers with; kept so that a repeated idempotency key can answer it again. */
export type InventoryAdjustmentGroup = {
  id: string
  shop: string
  createdAt: string
  reason: string
  referenceDocumentUri: string | null
  appId: string | null
  changes: {
    name: string
    delta: number
    quantityAfterChange: number
    ledgerDocumentUri: string | null
    inventoryItemId: string
    locationId: string
  }[]
}

/** A trigger that an app sent to Shopify Flow. */
export type FlowTrigger = { at: string; shop: string; appId: string; handle: string; payload: unknown }

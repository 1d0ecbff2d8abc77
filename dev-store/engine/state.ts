import type {
  Collection,
  InventoryItem,
  InventoryLevel,
  Location,
  Product,
  Variant,
} from './model/catalogue.ts'
import type { Customer, GiftCard, StoreCreditAccount } from './model/customer.ts'
import type { CalculatedOrder, DraftOrder } from './model/draft.ts'
import type { BulkOperation, MediaFile, StagedUpload, StoredBlob } from './model/files.ts'
import type { Order } from './model/order.ts'
import type {
  App,
  AppInstallation,
  DiscountCode,
  Fault,
  FlowTrigger,
  IdempotencyRecord,
  InventoryAdjustmentGroup,
  Job,
  LedgerEntry,
  MailMessage,
  MetafieldDefinition,
  Notification,
  PastReturn,
  ReturnReasonDefinition,
  Segment,
  Shop,
  TokenRecord,
  WebhookDelivery,
  WebhookEvent,
  WebhookSubscription,
} from './model/platform.ts'

export type * from './model/catalogue.ts'
export type * from './model/customer.ts'
export type * from './model/draft.ts'
export type * from './model/files.ts'
export type * from './model/money.ts'
export type * from './model/order.ts'
export type * from './model/platform.ts'
export type * from './model/return.ts'

/**
 * Tables keyed by the entity's own key (GID unless said): plain JSON, in insertion order. Everything that belongs
 * to an order (lines, transactions, fulfilments, returns, refunds) lives inside the Order aggregate.
 */
export type Tables = {
  /** by domain */
  shops: Record<string, Shop>
  apps: Record<string, App>
  appInstallations: Record<string, AppInstallation>
  /** by token value */
  tokens: Record<string, TokenRecord>
  products: Record<string, Product>
  variants: Record<string, Variant>
  inventoryItems: Record<string, InventoryItem>
  inventoryLevels: Record<string, InventoryLevel>
  inventoryAdjustmentGroups: Record<string, InventoryAdjustmentGroup>
  collections: Record<string, Collection>
  locations: Record<string, Location>
  customers: Record<string, Customer>
  orders: Record<string, Order>
  draftOrders: Record<string, DraftOrder>
  calculatedOrders: Record<string, CalculatedOrder>
  storeCreditAccounts: Record<string, StoreCreditAccount>
  giftCards: Record<string, GiftCard>
  discountCodes: Record<string, DiscountCode>
  /** Global: the same library in every shop. */
  returnReasonDefinitions: Record<string, ReturnReasonDefinition>
  webhookSubscriptions: Record<string, WebhookSubscription>
  bulkOperations: Record<string, BulkOperation>
  files: Record<string, MediaFile>
  /** by key */
  blobs: Record<string, StoredBlob>
  /** by key */
  stagedUploads: Record<string, StagedUpload>
  metafieldDefinitions: Record<string, MetafieldDefinition>
  segments: Record<string, Segment>
  jobs: Record<string, Job>
  /** by `${shop} ${app} ${mutation} ${key}` */
  idempotency: Record<string, IdempotencyRecord>
  faults: Record<string, Fault>
}

/** Append-only lists; a failed mutation appends nothing. */
export type Logs = {
  ledger: LedgerEntry[]
  notifications: Notification[]
  /** The newest 5,000. */
  webhookEvents: WebhookEvent[]
  webhookDeliveries: WebhookDelivery[]
  mailbox: MailMessage[]
  pastReturns: PastReturn[]
  flowTriggers: FlowTrigger[]
}

/** The whole dev store as plain JSON: no Map, Set, Date, class or undefined. The same seed and calls give the same bytes. */
export type State = {
  version: 1
  /** Last number given out, per GID type. */
  counters: Record<string, number>
  /** State of the seeded generator (mulberry32). */
  random: number
  tables: Tables
  logs: Logs
}

export type TableName = keyof Tables
export type Entity<T extends TableName> = Tables[T][string]

/** A state with no shop in it. */
export const emptyState = (): State => ({
  version: 1,
  counters: {},
  random: 20_261_001,
  tables: {
    shops: {},
    apps: {},
    appInstallations: {},
    tokens: {},
    products: {},
    variants: {},
    inventoryItems: {},
    inventoryLevels: {},
    inventoryAdjustmentGroups: {},
    collections: {},
    locations: {},
    customers: {},
    orders: {},
    draftOrders: {},
    calculatedOrders: {},
    storeCreditAccounts: {},
    giftCards: {},
    discountCodes: {},
    returnReasonDefinitions: {},
    webhookSubscriptions: {},
    bulkOperations: {},
    files: {},
    blobs: {},
    stagedUploads: {},
    metafieldDefinitions: {},
    segments: {},
    jobs: {},
    idempotency: {},
    faults: {},
  },
  logs: {
    ledger: [],
    notifications: [],
    webhookEvents: [],
    webhookDeliveries: [],
    mailbox: [],
    pastReturns: [],
    flowTriggers: [],
  },
})

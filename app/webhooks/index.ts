import { appScopesUpdate } from './app-scopes-update.server.ts'
import { appUninstalled } from './app-uninstalled.server.ts'
import { fulfillmentChanged, orderChanged, orderGone } from './order-changed.server.ts'
import { orderMoneyChanged } from './order-money-changed.server.ts'
import { privacyRequest } from './privacy-request.server.ts'
import { returnChanged } from './return-changed.server.ts'
import { shopUpdate } from './shop-update.server.ts'
import type { Topic } from './topic.ts'

/** Every topic that `shopify.app.toml` subscribes to. */
export const topics: Readonly<Record<string, Topic>> = {
  'app/scopes_update': appScopesUpdate,
  'app/uninstalled': appUninstalled,
  'fulfillments/create': fulfillmentChanged,
  'fulfillments/update': fulfillmentChanged,
  'orders/create': orderChanged,
  'orders/delete': orderGone,
  'orders/updated': orderChanged,
  'order_transactions/create': orderMoneyChanged,
  'refunds/create': orderMoneyChanged,
  'returns/approve': returnChanged,
  'returns/cancel': returnChanged,
  'returns/close': returnChanged,
  'returns/decline': returnChanged,
  'returns/process': returnChanged,
  'returns/reopen': returnChanged,
  'returns/request': returnChanged,
  'returns/update': returnChanged,
  'shop/update': shopUpdate,
}

/** The topics of `compliance_topics`, which every public app must answer. */
export const complianceTopics: Readonly<Record<string, Topic>> = {
  'customers/data_request': privacyRequest,
  'customers/redact': privacyRequest,
  'shop/redact': privacyRequest,
}

import type { Handlers } from '../handler.ts'
import { answerPrivacyRequest } from './answer-privacy-request.server.ts'
import { approveShopifyReturn } from './approve-shopify-return.server.ts'
import { cancelShopifyReturn } from './cancel-shopify-return.server.ts'
import { checkAllMoney } from './check-all-money.server.ts'
import { checkOpenMoney } from './check-open-money.server.ts'
import { closeShopifyReturn } from './close-shopify-return.server.ts'
import { declineShopifyReturn } from './decline-shopify-return.server.ts'
import { disposeReceivedItems } from './dispose-items.server.ts'
import { loadOrderFacts } from './load-order-facts.server.ts'
import { openShopifyReturn } from './open-shopify-return.server.ts'
import { payBonus } from './pay-bonus.server.ts'
import { payOrderRefund } from './pay-order-refund.server.ts'
import { processRefund } from './process-refund.server.ts'
import { reconcileLedger } from './reconcile-ledger.server.ts'
import { reconcileRefund } from './reconcile-refund.server.ts'
import { reconcileReturn } from './reconcile-return.server.ts'
import { refreshOrderFacts } from './refresh-order-facts.server.ts'
import { refreshShop } from './refresh-shop.server.ts'
import { replaceShopifyReturn } from './replace-shopify-return.server.ts'
import { replayOrders } from './replay-orders.server.ts'
import { removeExchangeLinesOfReturn } from './remove-exchange-lines.server.ts'
import { sendInvoiceForExchange } from './send-invoice.server.ts'
import { sendGuestCode } from './send-guest-code.server.ts'
import { sendCaseMessage } from './send-case-message.server.ts'
import { sendMessage } from './send-message.server.ts'
import { settleWithdrawalJob } from './settle-withdrawal.server.ts'

/** The handler of every job. */
export const handlers = {
  'open-shopify-return': openShopifyReturn,
  'approve-shopify-return': approveShopifyReturn,
  'decline-shopify-return': declineShopifyReturn,
  'close-shopify-return': closeShopifyReturn,
  'cancel-shopify-return': cancelShopifyReturn,
  'replace-shopify-return': replaceShopifyReturn,
  'remove-exchange-lines': removeExchangeLinesOfReturn,
  'send-invoice': sendInvoiceForExchange,
  'dispose-items': disposeReceivedItems,
  'process-refund': processRefund,
  'reconcile-refund': reconcileRefund,
  'pay-bonus': payBonus,
  'pay-order-refund': payOrderRefund,
  'reconcile-return': reconcileReturn,
  'reconcile-ledger': reconcileLedger,
  'check-open-money': checkOpenMoney,
  'check-all-money': checkAllMoney,
  'send-message': sendMessage,
  'send-guest-code': sendGuestCode,
  'send-case-message': sendCaseMessage,
  'settle-withdrawal': settleWithdrawalJob,
  'answer-privacy-request': answerPrivacyRequest,
  'refresh-shop': refreshShop,
  'load-order-facts': loadOrderFacts,
  'refresh-order-facts': refreshOrderFacts,
  'replay-orders': replayOrders,
} as const satisfies Handlers

import { z } from 'zod'
import { OrderGid, ReturnId, ShopifyReturnGid } from '#app/domain/ids.ts'

const ofReturn = z.object({ returnId: ReturnId })
const ofIntent = z.object({ intentId: z.uuid() })

/**
 * Every job and what it needs to know. Payloads hold ids, never amounts or people: the handler reads the rest when it
 * runs. Handlers stand in `handlers/`, one file each.
 */
export const jobs = {
  'open-shopify-return': ofReturn,
  'approve-shopify-return': ofReturn,
  'decline-shopify-return': ofReturn,
  'close-shopify-return': ofReturn,
  'cancel-shopify-return': ofReturn,
  /** Other fees: the return is made anew. */
  'replace-shopify-return': ofReturn,
  /** Lines that are paid by now: their goods come off the return in Shopify. */
  'remove-exchange-lines': ofReturn,
  /** The buyer owes for an exchange that was processed: Shopify's own invoice. */
  'send-invoice': ofIntent,
  'dispose-items': z.object({ returnId: ReturnId, receivedItemIds: z.array(z.uuid()).min(1) }),
  'process-refund': ofIntent,
  'reconcile-refund': ofIntent,
  'pay-bonus': ofIntent,
  /** Money of an order beside a return's own refund. */
  'pay-order-refund': ofIntent,
  /** From a webhook or a doubt: read Shopify's return, or all returns of an order, again. */
  'reconcile-return': z.union([
    z.object({ shopifyReturnGid: ShopifyReturnGid }),
    z.object({ orderGid: OrderGid }),
    ofReturn,
  ]),
  /** Compares the ledger of one order with what Shopify has. */
  'reconcile-ledger': z.object({ orderGid: OrderGid }),
  /** Every five minutes: money that has not come to its end. */
  'check-open-money': z.object({}),
  /** Every night: the orders of 60 days, from one on, and the chains. */
  'check-all-money': z.object({ after: OrderGid.nullable() }),
  /** Tells a person about an event of the timeline. */
  'send-message': z.object({ eventId: z.uuid() }),
  /** Mails a guest the code that opens an order; `send` counts the codes of one lookup. */
  'send-guest-code': z.object({ codeId: z.uuid(), send: z.int().min(1) }),
  /** Acknowledges what a shopper declared or asked, or tells her what staff wrote. */
  'send-case-message': z.object({ messageId: z.uuid() }),
  /** Finds the order of a declaration of withdrawal and makes its return. */
  'settle-withdrawal': z.object({ caseId: z.uuid() }),
  /** Redacts a person, erases a shop, or lets a wish for somebody's data wait for staff. */
  'answer-privacy-request': z.object({ requestId: z.uuid() }),
  'refresh-shop': z.object({}),
  /** Fills the store of order facts, step by step. */
  'load-order-facts': z.object({}),
  'refresh-order-facts': z.object({ orderGid: OrderGid }),
  'replay-orders': z.object({ runId: z.uuid() }),
} as const satisfies Record<string, z.ZodType>

export type JobName = keyof typeof jobs
export type JobPayload<Name extends JobName> = z.infer<(typeof jobs)[Name]>

/** Whether a row's name is a job that this version knows. */
export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name)
}

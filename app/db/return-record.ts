import type { Prisma } from '@prisma/client'
import { z } from 'zod'
import { Actor } from '#app/domain/events.ts'
import { GiftOfReturn } from '#app/domain/gift.ts'
import { CustomerGid, OrderGid, ReturnId, ShopifyReturnGid } from '#app/domain/ids.ts'
import { money, type Money } from '#app/domain/money.ts'
import type { Decision } from '#app/domain/policy/decision.ts'
import { LocalText } from '#app/domain/policy/local-text.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import { ExchangeChoice } from '#app/domain/refund/exchange.ts'
import { FeeChange } from '#app/domain/refund/fee-change.ts'
import { type Quote } from '#app/domain/refund/quote.ts'
import { StoredQuote } from '#app/domain/refund/stored-quote.ts'
import {
  dispositionTypes,
  moneyStates,
  returnStatuses,
  type DispositionType,
  type ReturnStatus,
} from '#app/domain/return.ts'
import type { MoneyState } from '#app/domain/return.ts'
import { instant, instantOrNull, minorUnits } from './column.ts'

/** What the buyer agreed to expressly when she asked (store credit instead of money): the words she saw, when, in which language. */
export const Consent = z.object({ words: z.string(), at: z.string(), locale: z.string() })
export type Consent = z.infer<typeof Consent>

/** What the shopper answered to a question of the policy: its ids, and the words of both as she saw them, by language. */
export const GivenAnswer = z.object({
  question: z.string(),
  answer: z.string(),
  asked: LocalText,
  said: LocalText,
})
export type GivenAnswer = z.infer<typeof GivenAnswer>

/** A line of a return, or a part of one (see `return-part.ts`). `position` counts from 0. */
export type ReturnLineRecord = {
  readonly id: string
  readonly position: number
  readonly lineId: string
  readonly lineItemGid: string
  readonly fulfillmentLineItemGid: string | null
  readonly shopifyReturnLineGid: string | null
  readonly title: string
  readonly variantTitle: string | null
  readonly sku: string | null
  readonly imageUrl: string | null
  readonly quantity: number
  readonly reasonHandle: string
  readonly reasonName: string
  readonly reasonDefinitionGid: string | null
  readonly note: string
  readonly outcome: Outcome
  readonly verdict: 'approve' | 'review' | 'deny'
  /** Hundredths of a per cent. */
  readonly restockingFeeBasisPoints: number
  /** What the line is exchanged for; null where it is paid. */
  readonly exchange: ExchangeChoice | null
  readonly shopifyExchangeLineGid: string | null
  readonly answers: readonly GivenAnswer[]
  /** The buyer keeps these goods, by the policy: nothing of the line is waited for. */
  readonly keepsItem: boolean
}

/** Units that arrived together in one condition. */
export type ReceivedItemRecord = {
  readonly id: string
  readonly returnLineId: string
  readonly quantity: number
  readonly disposition: DispositionType
  readonly locationGid: string | null
  readonly actor: Actor
  readonly receivedAt: string
  readonly disposedAt: string | null
}

/** An intent to move money. Amount, units and request never change; `state` and what Shopify reported do. */
export type MoneyIntentRecord = {
  readonly id: string
  readonly returnId: ReturnId
  readonly purpose: 'refund' | 'bonus_credit' | 'order_refund' | 'gift_credit'
  readonly unitsKey: string
  readonly method: 'original_payment' | 'store_credit'
  readonly state: MoneyState
  readonly amount: Money
  readonly request: unknown
  readonly requestHash: string
  readonly correlation: string
  readonly actor: Actor
  readonly snapshot: unknown
  readonly report: unknown
  readonly refusedKind: string | null
  readonly sendCount: number
  readonly emptyReads: unknown
  readonly createdAt: string
  readonly sentAt: string | null
  readonly finishedAt: string | null
  readonly version: number
}

/** A return with its parts: lines in their order, the rest oldest first. */
export type ReturnRecord = {
  readonly id: ReturnId
  readonly orderGid: OrderGid
  readonly orderName: string
  readonly shopifyReturnGid: ShopifyReturnGid | null
  readonly name: string | null
  readonly status: ReturnStatus
  readonly outcome: Outcome
  readonly buyerEmail: string | null
  readonly buyerName: string | null
  readonly customerGid: CustomerGid | null
  readonly currency: string
  readonly country: string | null
  readonly locale: string
  readonly submissionKey: string
  readonly decision: Decision
  readonly policyVersion: number
  readonly promised: Quote | null
  readonly requestedAt: string
  readonly decidedAt: string | null
  readonly receivedAt: string | null
  readonly closedAt: string | null
  readonly declineReason: string | null
  readonly declineNote: string | null
  /** When Shopify was first asked to make the return; null while nothing there can be ours. */
  readonly openingAt: string | null
  /** How often the return was made anew in Shopify. */
  readonly generation: number
  readonly feeChange: FeeChange | null
  /** The buyer keeps the goods: nothing is waited for. */
  readonly keepsItems: boolean
  readonly scannedAt: string | null
  /** How the goods come back, of the ways that the policy offers; null where nobody chose. */
  readonly returnMethod: ReturnMethod | null
  readonly consent: Consent | null
  /** For goods that were a gift; then `buyerEmail` and `customerGid` are the recipient's, and `buyerName` is null. */
  readonly gift: GiftOfReturn | null
  readonly attention: string | null
  /** When privacy law emptied it of who bought; null until then. */
  readonly redactedAt: string | null
  readonly version: number
  readonly lines: readonly ReturnLineRecord[]
  readonly receivedItems: readonly ReceivedItemRecord[]
  readonly moneyIntents: readonly MoneyIntentRecord[]
}

/** What a query must include for `returnRecord`. */
export const withParts = {
  lines: { orderBy: { position: 'asc' } },
  receivedItems: { orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }] },
  moneyIntents: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
} as const satisfies Prisma.ReturnInclude

type ReturnRow = Prisma.ReturnGetPayload<{ include: typeof withParts }>

const Status = z.enum(returnStatuses)
const Verdict = z.enum(['approve', 'review', 'deny'])
const Disposition = z.enum(dispositionTypes)
const State = z.enum(moneyStates)
const Purpose = z.enum(['refund', 'bonus_credit', 'order_refund', 'gift_credit'])
const Method = z.enum(['original_payment', 'store_credit'])

function lineRecord({
  shop: _shop,
  returnId: _returnId,
  ...row
}: ReturnRow['lines'][number]): ReturnLineRecord {
  return {
    ...row,
    outcome: Outcome.parse(row.outcome),
    verdict: Verdict.parse(row.verdict),
    exchange: ExchangeChoice.nullable().parse(row.exchange),
    answers: z.array(GivenAnswer).parse(row.answers),
  }
}

function receivedRecord(row: ReturnRow['receivedItems'][number]): ReceivedItemRecord {
  const { id, returnLineId, quantity, locationGid } = row
  return {
    id,
    returnLineId,
    quantity,
    locationGid,
    disposition: Disposition.parse(row.disposition),
    actor: Actor.parse(row.actor),
    receivedAt: instant(row.receivedAt),
    disposedAt: instantOrNull(row.disposedAt),
  }
}

/** A money intent from its row. */
export function moneyIntentRecord(row: ReturnRow['moneyIntents'][number]): MoneyIntentRecord {
  const { shop: _shop, redactedAt: _redactedAt, amountMinor, currency, ...rest } = row
  return {
    ...rest,
    returnId: ReturnId.parse(row.returnId),
    purpose: Purpose.parse(row.purpose),
    method: Method.parse(row.method),
    state: State.parse(row.state),
    amount: money(minorUnits.parse(amountMinor), currency),
    actor: Actor.parse(row.actor),
    createdAt: instant(row.createdAt),
    sentAt: instantOrNull(row.sentAt),
    finishedAt: instantOrNull(row.finishedAt),
  }
}

/** A return from its row. */
export function returnRecord(row: ReturnRow): ReturnRecord {
  const { shop: _shop, ...rest } = row
  return {
    ...rest,
    id: ReturnId.parse(row.id),
    orderGid: OrderGid.parse(row.orderGid),
    shopifyReturnGid: ShopifyReturnGid.nullable().parse(row.shopifyReturnGid),
    customerGid: CustomerGid.nullable().parse(row.customerGid),
    status: Status.parse(row.status),
    outcome: Outcome.parse(row.outcome),
    // The column is written by `createReturn` alone, from a value of exactly this type.
    decision: row.decision as unknown as Decision,
    promised: StoredQuote.nullable().parse(row.promised),
    requestedAt: instant(row.requestedAt),
    decidedAt: instantOrNull(row.decidedAt),
    receivedAt: instantOrNull(row.receivedAt),
    closedAt: instantOrNull(row.closedAt),
    openingAt: instantOrNull(row.openingAt),
    feeChange: FeeChange.nullable().parse(row.feeChange),
    scannedAt: instantOrNull(row.scannedAt),
    redactedAt: instantOrNull(row.redactedAt),
    returnMethod: ReturnMethod.nullable().parse(row.returnMethod),
    consent: Consent.nullable().parse(row.consent),
    gift: GiftOfReturn.nullable().parse(row.gift),
    lines: row.lines.map(lineRecord),
    receivedItems: row.receivedItems.map(receivedRecord),
    moneyIntents: row.moneyIntents.map(moneyIntentRecord),
  }
}

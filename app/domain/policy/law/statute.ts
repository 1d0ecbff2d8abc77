import type { LegalGround } from '../legal-ground.ts'
import type { FeeLimit } from './law.ts'

/**
 * `enforced`: a source was seen and the engine holds the policy to it. `advisory`: known from memory, so it is shown to the
 * merchant and never decides.
 */
export type Confidence = 'enforced' | 'advisory'

/** One fact of a statute, with the order dates (ISO, both inclusive) for which it is in force. */
export type LawFact<Value> = {
  readonly value: Value
  readonly confidence: Confidence
  readonly from?: string
  readonly to?: string
}

/** How long the buyer may change their mind; 0 days = there is no such right. */
export type RightLength = { readonly days: number; readonly unit: 'calendar_days' | 'business_days' }

/** What the days are counted from. `last_item`: the last good of the order; `contract_copy`: the buyer's copy of the contract. */
export type RightStart = 'last_item' | 'receipt' | 'purchase' | 'contract_copy'

/** How much longer the right lasts where the buyer was not told of it: on top of it, or at most so long in all. */
export type Extension = {
  readonly count: number
  readonly unit: 'days' | 'months'
  readonly counts: 'on_top' | 'in_all'
}

export type ReturnShippingRule =
  | 'buyer'
  | 'buyer_unless_agreed'
  | 'buyer_unless_fault'
  | 'merchant'
  | 'merchant_if_costly'
  | 'merchant_if_fault'

/** What of the first delivery goes back with a withdrawal: the cheapest standard way, or all of it. */
export type OutboundRule = 'standard' | 'whole'

/** By when the money must be back. `mayWait`: not before the goods are back or shown to be on their way. */
export type RefundRule = {
  readonly days: number
  readonly unit: 'calendar_days' | 'business_days'
  readonly from: 'notice' | 'goods' | 'goods_or_proof'
  readonly mayWait: boolean
}

/** `same_means`: as paid, unless the buyer expressly agrees to something else. `money`: not credit. */
export type PaymentRule = 'same_means' | 'money' | 'same_means_if_faulty' | 'money_or_credit' | 'any_kind'

/** What may be taken off for the state of the goods: only wear from more than a look at them, or nothing. */
export type DeductionRule = 'handling_beyond_check' | 'nothing'

/** Rights for goods that are not as they should be; `years` null = for as long as is reasonable. */
export type FaultRule = { readonly years: number | null }

/** What a shop must do or know besides; their words are in `i18n/` under `law.duty`. */
export const duties = [
  'withdrawal_function',
  'acknowledgement',
  'no_reason_no_account',
  'send_back_in_14_days',
  'button_label_de',
  'free_delivery_stands',
  'online_form',
  'surcharge_when_late',
  'interest_when_late',
  'short_term_reject',
  'two_year_guarantee',
  'name_return_carrier',
  'mediation_notice',
  'phones_included',
  'goods_intact',
  'no_wider_exceptions',
  'other_goods_if_confirmed',
  'exceptions_if_told',
  'contrary_terms_void',
  'defect_three_months',
  'show_terms_twice',
  'show_policy',
  'take_back_faulty',
  'no_cancellation_charge',
  'grievance_officer',
  'no_refunds_sign_unlawful',
  'lemon_law',
  'adjusted_for_inflation',
  'same_tool',
  'regret_button',
  'shortened_2024',
  'opt_out_limited',
  'online_use_debated',
  'late_shipment_refund',
  'thirty_days_if_hidden',
  'state_restocking_fee',
  'chargeback',
  'thirty_days_without_copy',
  'implied_warranty',
  'longer_for_some',
] as const
export type Duty = (typeof duties)[number]

/** What a statute may say, each as dated facts: the newest that is in force on the day of the order counts. */
export type StatuteFacts = {
  readonly length?: readonly LawFact<RightLength>[]
  readonly start?: readonly LawFact<RightStart>[]
  readonly rollover?: readonly LawFact<'business_day'>[]
  readonly extension?: readonly LawFact<Extension>[]
  /** Grounds for a refusal; several facts add up. */
  readonly grounds?: readonly LawFact<readonly LegalGround[]>[]
  readonly fees?: readonly LawFact<FeeLimit>[]
  readonly returnShipping?: readonly LawFact<ReturnShippingRule>[]
  readonly outbound?: readonly LawFact<OutboundRule>[]
  readonly refund?: readonly LawFact<RefundRule>[]
  readonly payment?: readonly LawFact<PaymentRule>[]
  readonly deductions?: readonly LawFact<DeductionRule>[]
  readonly fault?: readonly LawFact<FaultRule>[]
  /** Several facts add up. */
  readonly duties?: readonly LawFact<Duty>[]
}

/** A statute: whom it covers, where each fact comes from, and what it says. */
export type Statute = {
  /** A country or part of one (`GB`, `US-NY`), or `EU`. */
  readonly code: string
  /** Ship-to countries, ISO 3166-1 alpha-2. */
  readonly countries: readonly string[]
  /** Parts of the country as Shopify writes them; absent = all of it. */
  readonly provinces?: readonly string[]
  /** What it does not say itself is taken from this statute. */
  readonly inherits?: 'EU'
  /** Covers only shops that showed no return terms. Homeward shows them, so nothing of it is enforced. */
  readonly onlyWithoutTerms?: true
  readonly sources: readonly string[]
  /** Counts up whenever a fact is changed. */
  readonly version: number
  /** ISO day on which the facts were last compared with their sources. */
  readonly checkedOn: string
  /** The lawyer who confirmed it; null while nobody has. */
  readonly reviewedBy: string | null
  readonly facts: StatuteFacts
}

type Dates = { readonly from?: string; readonly to?: string }

/** A fact for which a source was seen. */
export function seen<Value>(value: Value, dates: Dates = {}): LawFact<Value> {
  return { value, confidence: 'enforced', ...dates }
}

/** A fact known from memory. */
export function remembered<Value>(value: Value, dates: Dates = {}): LawFact<Value> {
  return { value, confidence: 'advisory', ...dates }
}

/** What all statutes of this edition share. */
export const edition = { version: 1, checkedOn: '2026-11-22', reviewedBy: null } as const

export const calendarDays = (days: number): RightLength => ({ days, unit: 'calendar_days' })
export const businessDays = (days: number): RightLength => ({ days, unit: 'business_days' })

/** Money back so many days from the buyer's notice; the usual case. */
export const fromNotice = (days: number): RefundRule => ({
  days,
  unit: 'calendar_days',
  from: 'notice',
  mayWait: false,
})

/** Money back so many days after the goods are. */
export const fromGoods = (days: number): RefundRule => ({ ...fromNotice(days), from: 'goods' })

/** The list of article 16 that our source names. */
export const europeanGrounds = [
  'made_to_order',
  'perishable',
  'hygiene_unsealed',
  'mixed_inseparably',
  'media_unsealed',
  'press',
  'dated_service',
  'digital_with_consent',
  'service_performed',
] as const satisfies readonly LegalGround[]

/** The rest of article 16, from memory. */
export const europeanGroundsRemembered = [
  'price_bound_to_market',
  'alcohol_delayed',
  'urgent_repair',
  'auction',
] as const satisfies readonly LegalGround[]

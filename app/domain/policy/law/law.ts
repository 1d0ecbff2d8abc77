import type { FactName } from '../facts.ts'
import type { LegalGround } from '../legal-ground.ts'
import type { WindowStart } from '../terms/return-window.ts'

/** A fee that the law lets the shop keep: nothing, at most so much, or whatever the policy says. */
export type FeeLimit =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'capped'
      readonly percent: number
      readonly amount: { readonly currency: string; readonly decimal: string } | null
    }
  | { readonly kind: 'free' }

/** How a statute bounds the terms of a line while a right is open. Only facts that are enforced stand here. */
export type LawBounds = {
  /** Whether the policy may still refuse (rights for faulty goods do not decide that: a person looks). */
  readonly mayRefuse: boolean
  /** Grounds on which the statute lets the shop refuse. */
  readonly grounds: readonly LegalGround[]
  /** Grounds that we know from memory only: neither refused nor forced, a person decides. */
  readonly doubtfulGrounds: readonly LegalGround[]
  /** What restocking and handling fees may come to together. */
  readonly restockingFee: FeeLimit
  readonly handlingFee: FeeLimit
  /** Who must pay the way back by law; null = as agreed. */
  readonly shippingPaidBy: 'buyer' | 'merchant' | null
  /** Whether the original payment must be offered. */
  readonly refundRequired: boolean
  /** Whether the right may be made to depend on photos or answers. */
  readonly mayAskEvidence: boolean
}

/** The right to change one's mind for one line, in epoch days of the shop's zone. */
export type LawRight = {
  readonly countedFrom: WindowStart
  readonly from: number
  readonly days: number
  /** Inclusive. While the arrival is not known it is the earliest day on which the right can end. */
  readonly lastDay: number
  readonly open: boolean
  readonly bounds: LawBounds
}

/**
 * What the law of the destination says of one line. `none`: no statute that is enforced covers it (country, business buyer,
 * sold in a shop). `unknown`: a fact is missing that decides whether one does. `right` null: only the rights for faulty goods.
 */
export type LawAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly missing: readonly FactName[] }
  | {
      readonly kind: 'statute'
      readonly statute: string
      readonly right: LawRight | null
      /** Whether faulty goods may come back whatever the policy's window says. */
      readonly faultRights: boolean
      /** What the law says of a claim for faulty goods beside the right to change one's mind; null where nothing is enforced. */
      readonly faultBounds: LawBounds | null
    }

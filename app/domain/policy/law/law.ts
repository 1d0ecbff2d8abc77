import type { LegalGround } from '../legal-ground.ts'
import type { FactName } from '../facts.ts'
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

/** How a statute bounds the terms of a line while the right is open. Only facts that are enforced stand here. */
export type LawBounds = {
  /** Grounds on which it lets the shop refuse. */
  readonly grounds: readonly LegalGround[]
  readonly restockingFee: FeeLimit
  readonly handlingFee: FeeLimit
  /** Who must pay the way back by law; null = as agreed. */
  readonly shippingPaidBy: 'buyer' | 'merchant' | null
  /** Whether the original payment must be offered. */
  readonly refundRequired: boolean
}

/** The right to change one's mind for one line, in epoch days of the shop's zone. */
export type LawRight = {
  readonly countedFrom: WindowStart
  readonly from: number
  readonly days: number
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
    }

import { epochDay } from '../../dates.ts'
import type { LegalGround } from '../legal-ground.ts'
import type { LawBounds } from './law.ts'
import type {
  DeductionRule,
  LawFact,
  OutboundRule,
  PaymentRule,
  RefundRule,
  RightLength,
  RightStart,
  Statute,
  StatuteFacts,
} from './statute.ts'
import { statutes } from './statutes/index.ts'

/** What is enforced for orders of some days, ready to be asked: one statute with what it inherits. */
export type Regime = {
  readonly code: string
  /** Epoch days of orders, both inclusive. */
  readonly from: number
  readonly to: number
  readonly right: RightRule | null
  readonly fault: { readonly years: number | null; readonly bounds: LawBounds | null } | null
  readonly refund: RefundRule | null
  readonly outbound: OutboundRule | null
  readonly payment: PaymentRule | null
  readonly deductions: DeductionRule | null
}

export type RightRule = {
  readonly length: RightLength
  readonly start: RightStart
  readonly rollsOver: boolean
  /** What holds while the right is open: for a change of mind, and for goods that are not as they should be. */
  readonly bounds: { readonly mind: LawBounds; readonly fault: LawBounds }
}

/** The value of a fact in force for orders of a day; the newest of those that are. Null where nothing is said with this confidence. */
export function valueOn<Value>(
  facts: readonly LawFact<Value>[] | undefined,
  day: number,
  confidence: LawFact<Value>['confidence'],
): Value | null {
  let found: Value | null = null
  for (const fact of facts ?? []) {
    if (fact.confidence === confidence && isInForce(fact, day)) found = fact.value
  }
  return found
}

/** Whether a fact is in force for orders of a day (epoch day). */
function isInForce({ from, to }: Pick<LawFact<unknown>, 'from' | 'to'>, day: number): boolean {
  return (from === undefined || epochDay(from) <= day) && (to === undefined || day <= epochDay(to))
}

/**
 * The regime of a statute (by its code) for an order of a day, with everything that is enforced; null where nothing is.
 * Statutes that cover only shops without terms have none.
 */
export function regimeOf(code: string, placed: number): Regime | null {
  return inForce(byCode.get(code), placed)
}

/** The regime of a ship-to country for an order of a day; null where nothing is enforced. */
export function regimeFor(country: string, placed: number): Regime | null {
  return inForce(byCountry.get(country), placed)
}

function inForce(regimes: readonly Regime[] | undefined, placed: number): Regime | null {
  if (regimes === undefined) return null
  for (const regime of regimes) if (regime.from <= placed && placed <= regime.to) return regime
  return null
}

const byCode: ReadonlyMap<string, readonly Regime[]> = new Map(
  statutes.map((statute) => [statute.code, regimesOf(statute)]),
)

/** A member state's own statute comes after the Union's and takes its place. */
const byCountry: ReadonlyMap<string, readonly Regime[]> = new Map(
  statutes
    .filter(({ provinces }) => provinces === undefined)
    .flatMap(({ code, countries }) =>
      countries.map((country): [string, readonly Regime[]] => [country, byCode.get(code) ?? []]),
    ),
)

function regimesOf(statute: Statute): readonly Regime[] {
  if (statute.onlyWithoutTerms === true) return []
  const parent = statutes.find(({ code }) => code === statute.inherits)
  const starts = startsOf([statute.facts, parent?.facts ?? {}])
  return starts.flatMap((from, index) => {
    const to = (starts[index + 1] ?? Infinity) - 1
    const regime = regimeOn(statute.code, { from, to, own: statute.facts, inherited: parent?.facts ?? {} })
    return regime.right === null && regime.fault === null ? [] : [regime]
  })
}

/** The days on which something changes, from the beginning of time. */
function startsOf(sources: readonly StatuteFacts[]): readonly number[] {
  const days = new Set([-Infinity])
  for (const facts of sources.flatMap((source) => Object.values(source))) {
    for (const { from, to } of facts) {
      if (from !== undefined) days.add(epochDay(from))
      if (to !== undefined) days.add(epochDay(to) + 1)
    }
  }
  return [...days].sort((a, b) => a - b)
}

type Sources = {
  readonly from: number
  readonly to: number
  readonly own: StatuteFacts
  readonly inherited: StatuteFacts
}

function regimeOn(code: string, sources: Sources): Regime {
  const { from, to, own, inherited } = sources
  const day = Number.isFinite(from) ? from : to
  const pick = <Value>(slot: (facts: StatuteFacts) => readonly LawFact<Value>[] | undefined): Value | null =>
    valueOn(slot(own), day, 'enforced') ?? valueOn(slot(inherited), day, 'enforced')
  const length = pick((facts) => facts.length)
  const start = pick((facts) => facts.start)
  const fault = pick((facts) => facts.fault)
  const payment = pick((facts) => facts.payment)
  const shipping = pick((facts) => facts.returnShipping)
  const shared = { ...groundsOn(day, own, inherited), refundRequired: isMoneyBack(payment) }
  const fees = pick((facts) => facts.fees) ?? { kind: 'free' }
  const mind: LawBounds = {
    ...shared,
    mayRefuse: false,
    restockingFee: fees,
    handlingFee: fees,
    shippingPaidBy: shipping === 'merchant' ? 'merchant' : null,
    mayAskEvidence: shared.grounds.includes('used_or_damaged'),
  }
  const hasFreeWayBackForFaulty =
    shipping === 'merchant' ||
    shipping === 'merchant_if_fault' ||
    shipping === 'buyer_unless_fault' ||
    shipping === 'merchant_if_costly'
  const faulty: LawBounds = {
    ...mind,
    shippingPaidBy: hasFreeWayBackForFaulty ? 'merchant' : null,
    // Who claims more than a change of mind may be asked to show it.
    mayAskEvidence: true,
  }
  const hasRight = length !== null && length.days > 0 && start !== null
  return {
    code,
    from,
    to,
    right: hasRight
      ? {
          length,
          start,
          rollsOver: pick((facts) => facts.rollover) !== null,
          bounds: { mind, fault: faulty },
        }
      : null,
    fault:
      fault === null ? null : { years: fault.years, bounds: claimBounds(payment, hasFreeWayBackForFaulty) },
    refund: pick((facts) => facts.refund),
    outbound: pick((facts) => facts.outbound),
    payment,
    deductions: pick((facts) => facts.deductions),
  }
}

/** What is said of claims for faulty goods once nobody may change their mind any more. */
function claimBounds(payment: PaymentRule | null, isWayBackFree: boolean): LawBounds | null {
  const refundRequired = payment === 'same_means_if_faulty'
  if (!refundRequired && !isWayBackFree) return null
  return {
    mayRefuse: true,
    grounds: [],
    doubtfulGrounds: [],
    restockingFee: { kind: refundRequired ? 'none' : 'free' },
    handlingFee: { kind: refundRequired ? 'none' : 'free' },
    shippingPaidBy: isWayBackFree ? 'merchant' : null,
    refundRequired,
    mayAskEvidence: true,
  }
}

function groundsOn(day: number, own: StatuteFacts, inherited: StatuteFacts) {
  const listed = (confidence: LawFact<unknown>['confidence']): readonly LegalGround[] =>
    [...(own.grounds ?? []), ...(inherited.grounds ?? [])]
      .filter((fact) => fact.confidence === confidence && isInForce(fact, day))
      .flatMap((fact) => fact.value)
  const grounds = [...new Set(listed('enforced'))]
  const doubtfulGrounds = [...new Set(listed('advisory'))].filter((ground) => !grounds.includes(ground))
  return { grounds, doubtfulGrounds }
}

function isMoneyBack(payment: PaymentRule | null): boolean {
  return payment === 'same_means' || payment === 'money'
}

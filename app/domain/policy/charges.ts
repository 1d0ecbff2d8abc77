import { compare, isPositive, type Money, sum, times, zero } from '../money.ts'
import type { LineDecision } from './decision.ts'
import { flatAmount, type FlatFee, isCharged } from './terms/fee.ts'
import type { Outcome } from './terms/outcomes.ts'
import { payerFor } from './terms/return-shipping-payer.ts'

/** A flat fee of a request, for the receipt: Shopify keeps all of them as the one return shipping fee. */
export type FlatCharge = {
  readonly fee: 'restockingFee' | 'handlingFee' | 'returnShippingFee'
  readonly amount: Money
}

/** A decided part of a request: its decision and how many units are asked back for which outcome. */
export type ChargedPart = {
  readonly decision: Pick<LineDecision, 'terms' | 'fault'>
  readonly units: number
  readonly outcome: Outcome | null
}

/** The percentage of a part's price that Shopify is told as its restocking fee; 0 where it is waived. */
export function restockingPercentOf({ decision, outcome }: Omit<ChargedPart, 'units'>): number {
  const fee = decision.terms.restockingFee
  return isCharged(fee, { outcome, fault: decision.fault }) ? fee.percent : 0
}

/**
 * The flat fees of a request in its currency, one entry per fee that costs something. Per item: added up over all units. Per
 * request: the highest of its parts, once.
 */
export function flatChargesOf(parts: readonly ChargedPart[], currency: string): readonly FlatCharge[] {
  const names = ['restockingFee', 'handlingFee', 'returnShippingFee'] as const
  return names.flatMap((fee) => {
    const amount = flatOf(parts, currency, (part) => chargedFee(fee, part))
    return isPositive(amount) ? [{ fee, amount }] : []
  })
}

/** What a flat bonus of a request comes to: the highest of its parts with that outcome, once. */
export function flatBonusOf(parts: readonly ChargedPart[], currency: string): Money {
  const amounts = parts.flatMap(({ decision, outcome }) => {
    const { storeCreditAmounts, exchangeAmounts } = decision.terms.bonus
    const named =
      outcome === 'store_credit' ? storeCreditAmounts : outcome === 'exchange' ? exchangeAmounts : {}
    return flatAmount(named, currency) ?? []
  })
  return highest(amounts, currency)
}

/** The percentage that a part earns on top for its outcome. */
export function bonusPercentOf({ decision, outcome }: Omit<ChargedPart, 'units'>): number {
  const { storeCreditPercent, exchangePercent } = decision.terms.bonus
  if (outcome === 'store_credit') return storeCreditPercent
  return outcome === 'exchange' ? exchangePercent : 0
}

function chargedFee(fee: FlatCharge['fee'], { decision, outcome }: ChargedPart): FlatFee | null {
  const { terms, fault } = decision
  if (fee === 'returnShippingFee' && payerFor(terms.returnShippingPayer, fault) === 'merchant') return null
  return isCharged(terms[fee], { outcome, fault }) ? terms[fee] : null
}

function flatOf(
  parts: readonly ChargedPart[],
  currency: string,
  feeOf: (part: ChargedPart) => FlatFee | null,
): Money {
  const perItem: Money[] = []
  const perRequest: Money[] = []
  for (const part of parts) {
    const fee = feeOf(part)
    const amount = fee === null ? null : flatAmount(fee.amounts, currency)
    if (fee === null || amount === null) continue
    if (fee.per === 'item') perItem.push(times(amount, part.units))
    else perRequest.push(amount)
  }
  return sum([...perItem, highest(perRequest, currency)], currency)
}

function highest(amounts: readonly Money[], currency: string): Money {
  return amounts.reduce((most, amount) => (compare(amount, most) > 0 ? amount : most), zero(currency))
}

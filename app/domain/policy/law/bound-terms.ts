import type { PolicyFacts } from '../facts.ts'
import type { Outcome } from '../terms/outcomes.ts'
import type { TermName, Terms } from '../terms/index.ts'
import { cappedFees } from './capped-fees.ts'
import type { LawBounds } from './law.ts'

type Bound<Name extends TermName> = (terms: Terms, bounds: LawBounds, facts: PolicyFacts) => Terms[Name]

const agreed = new Set<unknown>()

/** A term of which no statute that we know says anything. */
function asAgreed<Name extends TermName>(name: Name): Bound<Name> {
  const bound: Bound<Name> = (terms) => terms[name]
  agreed.add(bound)
  return bound
}

const allowed: Terms['eligible'] = { kind: 'yes' }

/**
 * How the law bounds each term. A value that stands is answered as the same object, and no bound ever takes anything from the
 * buyer.
 */
const boundOf = {
  // "Final sale" is no ground. One that the statute knows stands, and so does one of which we are not sure: a person decides.
  eligible: ({ eligible }, { mayRefuse, grounds, doubtfulGrounds }) =>
    eligible.kind === 'yes' ||
    mayRefuse ||
    (eligible.ground !== null &&
      (grounds.includes(eligible.ground) || doubtfulGrounds.includes(eligible.ground)))
      ? eligible
      : allowed,
  // The window is raised as a span of days, with what it was counted from: see `judge`.
  returnWindow: asAgreed('returnWindow'),
  // The original payment is put beside what the policy offers: credit is only ever the buyer's own choice.
  outcomes: ({ outcomes }, { refundRequired }) =>
    !refundRequired || outcomes.includes('refund') ? outcomes : (['refund', ...outcomes] satisfies Outcome[]),
  // A bonus for credit leaves the choice free.
  bonus: asAgreed('bonus'),
  restockingFee: (terms, bounds, facts) => cappedFees(terms, bounds, facts).restockingFee,
  handlingFee: (terms, bounds, facts) => cappedFees(terms, bounds, facts).handlingFee,
  returnShippingFee: ({ returnShippingFee }, { shippingPaidBy }) =>
    shippingPaidBy !== 'merchant' || Object.keys(returnShippingFee.amounts).length === 0
      ? returnShippingFee
      : { ...returnShippingFee, amounts: {} },
  returnShippingPayer: ({ returnShippingPayer }, { shippingPaidBy }) =>
    shippingPaidBy === 'merchant' ? 'merchant' : returnShippingPayer,
  returnMethods: asAgreed('returnMethods'),
  // Who may change her mind need not show why.
  evidence: ({ evidence }, { mayAskEvidence }) =>
    mayAskEvidence || (evidence.photos === 0 && evidence.questions.length === 0)
      ? evidence
      : { photos: 0, questions: [] },
  keepItem: asAgreed('keepItem'),
  exchangePrice: asAgreed('exchangePrice'),
  // Whether a bundle is one good or several the contract says.
  bundles: asAgreed('bundles'),
  // A person may look, but has no more grounds to refuse than the policy.
  review: asAgreed('review'),
  // The day by which money must be back bounds it, not the moment: see `refundDeadline`.
  payWhen: asAgreed('payWhen'),
  destination: asAgreed('destination'),
} satisfies { readonly [Name in TermName]: Bound<Name> }

// The keys of the record above are exactly the names. Only those that some statute bounds are asked for every line.
const bounded = (Object.keys(boundOf) as readonly TermName[]).filter((name) => !agreed.has(boundOf[name]))

/**
 * The terms with every one that falls below the law raised to it. Answers the same object where nothing had to be raised, and the
 * same value of each term that stands.
 */
export function boundTerms(terms: Terms, bounds: LawBounds, facts: PolicyFacts): Terms {
  let raised: Record<string, unknown> | null = null
  for (const name of bounded) {
    const value = boundOf[name](terms, bounds, facts)
    if (value === terms[name]) continue
    raised ??= { ...terms }
    raised[name] = value
  }
  // Each value came from the bound of its own term; TypeScript cannot see a loop fill a record.
  return raised === null ? terms : (raised as Terms)
}

import type { Observation } from './observation.ts'
import { noUnitTwice, oneRefundPerIntent, withinEntitlement, whatWasPromisedIsPaid } from './units.ts'
import { neverMoreThanCaptured, moneyIsConserved } from './amounts.ts'
import { everyMovementHasItsCounterpart, everyRefundIsKnown, ledgerIsComplete } from './counterparts.ts'
import {
  acknowledgedSubmissionsStand,
  acknowledgedWebhooksStand,
  everyChangeIsTold,
  oneMessagePerEvent,
} from './telling.ts'
import {
  noSilentIntent,
  onlyLegalEdges,
  tenantsStayApart,
  nothingFrozenChanges,
  silentAfterUninstall,
  nothingMovesWhileStopped,
  workComesToItsEnd,
  noJobOfTheDead,
} from './states.ts'
import type { Invariant } from './seen.ts'

/*
 * The invariants of payment-grade money, one function each. They know Shopify only through the dev store's state and its
 * independent books, and the app only through its rows. Each answers sentences about what is wrong; none when all is well.
 */

/** I14 (redaction) is asked in tests/privacy; I17 (labels) cannot be asked: there are no labels. */
export type InvariantName = `I${number}` | 'R10'

type Table = Readonly<Partial<Record<InvariantName, Invariant>>>

/** What must hold at every moment, whoever is in the middle of something. */
export const always: Table = {
  I1: noUnitTwice,
  I2: neverMoreThanCaptured,
  I3: oneRefundPerIntent,
  I4: everyMovementHasItsCounterpart,
  I5: acknowledgedSubmissionsStand,
  I6: acknowledgedWebhooksStand,
  I7: everyChangeIsTold,
  I9: onlyLegalEdges,
  I10: tenantsStayApart,
  I12: nothingFrozenChanges,
  I13: silentAfterUninstall,
  I15: oneMessagePerEvent,
  I16: moneyIsConserved,
  I18: withinEntitlement,
  R10: nothingMovesWhileStopped,
}

/** What must hold whenever workers have had their turn: somebody has to be there to raise an alarm. */
export const afterWork: Table = { I8: noSilentIntent }

/** What must hold besides once everything has come to rest. */
export const atRest: Table = {
  I4: (seen) => [...everyRefundIsKnown(seen), ...ledgerIsComplete(seen)],
  I18: whatWasPromisedIsPaid,
  I19: workComesToItsEnd,
  I20: noJobOfTheDead,
}

export type Violation = { readonly invariant: InvariantName; readonly words: string }

/** Checks a table of invariants. */
export function violationsOf(table: Table, seen: Observation): Violation[] {
  // Object.entries forgets the type of the keys.
  return (Object.entries(table) as [InvariantName, Invariant][]).flatMap(([invariant, check]) =>
    check(seen).map((words) => ({ invariant, words })),
  )
}

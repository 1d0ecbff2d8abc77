import type { RulingReason } from '#app/domain/policy/judge.ts'
import type { AskedReplay } from '#app/domain/replay/asked-replay.ts'
import type { Verdict } from '#app/domain/replay/judge-request.ts'
import type { ReplayWay } from '#app/domain/replay/replay-request.ts'
import type { GroupName } from '#app/domain/replay/tally.ts'
import type { ResumeReplayError } from '#app/use-cases/resume-replay.server.ts'
import type { StartReplayError } from '#app/use-cases/start-replay.server.ts'
import type { countPastReturns } from '#app/db/past-returns.server.ts'
import { dayOf, formatDay } from '#app/domain/dates.ts'
import { sayForbidden } from '#app/components/role-words.ts'

export const verdictWords: Readonly<Record<Verdict, string>> = {
  approve: 'Accepted',
  review: 'A person decides',
  deny: 'Refused',
}

export const wayWords: Readonly<Record<ReplayWay, string>> = {
  up: 'Better for the buyer',
  down: 'Worse for the buyer',
  both: 'Some better, some worse',
  terms: 'Only the amounts',
}

export const groupWords: Readonly<
  Record<GroupName, { readonly title: string; readonly column: string; readonly none: string }>
> = {
  because: { title: 'Why they flip', column: 'Reason of the stricter side', none: 'Nothing flips.' },
  reason: {
    title: 'By the buyer’s reason',
    column: 'Reason',
    none: 'No returns were asked for in these orders.',
  },
  product: { title: 'By product', column: 'Product', none: 'Nothing flips.' },
  country: { title: 'By country', column: 'Country', none: 'No orders.' },
  customer: { title: 'By customer', column: 'Customer', none: 'No orders.' },
}

const becauseWords: Readonly<Record<RulingReason, string>> = {
  order_cancelled: 'The order was cancelled',
  gift_card: 'Gift card',
  not_fulfilled: 'Not sent yet',
  nothing_left: 'Nothing left to return',
  denied: 'Not returnable by a rule or the baseline',
  window_ended: 'The window ended',
  unknown: 'A fact is missing',
  request_open: 'It depends on what the buyer says',
  evidence_missing: 'Photos or answers are missing',
  review: 'The policy wants a person',
  law_right: 'A right by law',
  law_doubtful: 'The law is in doubt',
  law_unknown: 'Whether the law applies is not known',
  fault_rights: 'Rights for faulty goods',
  window_open: 'In the window',
}

/** Why a line came out as it did, short; a code of an older version stays as it is. */
export function sayBecause(code: string): string {
  // Codes come from stored JSON: one that this version does not know has no words.
  return (becauseWords as Readonly<Record<string, string>>)[code] ?? code
}

const customerWords: Readonly<Record<string, string>> = {
  business: 'Companies',
  guest: 'Guests',
  first: 'First order',
  returning: 'Returning customers',
}

export function sayCustomerGroup(group: string): string {
  return customerWords[group] ?? group
}

const outcomeWords = { refund: 'a refund', store_credit: 'store credit', exchange: 'an exchange' } as const

/** What was asked of a replay, as one sentence. */
export function sayAsked({ scope, day, outcome }: AskedReplay): string {
  const orders =
    scope.kind === 'all'
      ? 'All past orders'
      : scope.kind === 'sample'
        ? `${scope.percent}% of the past orders, always the same ones`
        : `Orders from ${formatDay(scope.from, 'en')} to ${formatDay(scope.to, 'en')}`
  const asked = day.kind === 'today' ? 'asked back today' : `asked back ${day.days} days after the order`
  return `${orders}, each as if all of it were ${asked} for ${outcomeWords[outcome]} because of a change of mind, and the returns that were asked for of them.`
}

const runningWords = 'Another replay runs already. Cancel it, or wait until it is done.'

/** Why a replay did not begin. */
export function sayStartError(error: StartReplayError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'no_policy':
      return 'There is no such draft or version. Load the page anew.'
    case 'running':
      return runningWords
  }
}

/** Why a replay did not go on. */
export function sayResumeError(error: ResumeReplayError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'not_cancelled':
      return 'This replay is not cancelled any more. Load the page anew.'
    case 'running':
      return runningWords
  }
}

/** Which past returns a replay judges. */
export function sayPastReturns(
  { own, filedLines, from, to }: Awaited<ReturnType<typeof countPastReturns>>,
  timeZone: string,
): string {
  const ours =
    own === 0
      ? 'No return was asked for in Homeward yet.'
      : `${own.toLocaleString('en')} ${own === 1 ? 'return was' : 'returns were'} asked for in Homeward.`
  if (from === null || to === null) return ours
  const day = (instant: string) => formatDay(dayOf(instant, timeZone), 'en')
  return `${ours} A file tells of ${filedLines.toLocaleString('en')} ${filedLines === 1 ? 'line' : 'lines'} that came back from ${day(from)} to ${day(to)}; each is judged with the line of its order that has its SKU.`
}

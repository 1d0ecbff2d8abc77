import type { ReplayRunRecord, ReplaySide } from '#app/db/replay-run.server.ts'
import { formatInstant } from '#app/domain/dates.ts'
import { formatMoney, money } from '#app/domain/money.ts'
import { rise, type Verdict } from '#app/domain/replay/judge-request.ts'
import { type GroupName, type Matrix, type Sums, type TallyPart } from '#app/domain/replay/tally.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { countryName } from '#app/i18n/country-name.ts'
import { sayAsked, sayBecause, sayCustomerGroup, verdictWords } from './replay-words.ts'

/** A bar of a chart: `part` is as long as it is much. */
export type Bar = {
  readonly tone: 'better' | 'worse' | 'before' | 'after' | 'same'
  readonly part: number
}
export type FlipRow = {
  readonly label: string
  readonly lines: number
  readonly requests: number
  readonly tone: Bar['tone']
}
export type MoneyRow = {
  readonly bars: readonly Bar[]
  readonly label: string
  readonly before: string
  readonly after: string
  readonly change: string
}
export type GroupRow = {
  readonly label: string
  readonly lines: number
  readonly up: number
  readonly down: number
}
export type LawRow = {
  readonly statute: string
  readonly decides: readonly [before: number, after: number]
  readonly raises: readonly [before: number, after: number]
}

/** One half of a result: past returns, or past orders as if asked back. */
export type PartView = {
  readonly sentence: string
  readonly lines: number
  readonly flips: readonly FlipRow[]
  readonly money: readonly { readonly currency: string; readonly rows: readonly MoneyRow[] }[]
  readonly law: readonly LawRow[]
  readonly groups: Readonly<Record<GroupName, { readonly rows: readonly GroupRow[]; readonly more: number }>>
  /** Lines that no policy could let come back. */
  readonly blocked: number
}

/** A replay as the page shows it. */
export type RunView = {
  readonly id: string
  readonly state: ReplayRunRecord['state']
  readonly isOpen: boolean
  readonly asked: string
  readonly sides: { readonly before: string; readonly after: string }
  readonly begun: string
  readonly progress: { readonly percent: number; readonly text: string }
  readonly problem: string | null
  readonly returns: PartView
  readonly orders: PartView
}

const locale = 'en'
const shownGroups = 10
const count = new Intl.NumberFormat(locale)

/** The name of a policy of a replay: a version, or the draft of then. */
export function sideName({ kind, number }: ReplaySide): string {
  return kind === 'version' ? `Version ${number}` : 'Draft'
}

/** Writes a replay out for the page. */
export function runView(run: ReplayRunRecord, timeZone: string): RunView {
  const { state, ordersTotal, ordersDone, linesDone, tally } = run
  const sides = { before: sideName(run.before), after: sideName(run.after) }
  const percent =
    state === 'done' ? 100 : Math.floor((100 * ordersDone) / Math.max(1, ordersTotal ?? Infinity))
  const of = ordersTotal === null ? '' : ` of ${count.format(ordersTotal)}`
  return {
    id: run.id,
    state,
    isOpen: state === 'waiting' || state === 'running',
    asked: sayAsked(run.asked),
    sides,
    begun: `${run.startedBy.kind === 'staff' ? run.startedBy.name : 'Homeward'}, ${formatInstant(run.createdAt, locale, timeZone)}`,
    progress: {
      percent: Math.min(100, percent),
      text: `${count.format(ordersDone)}${of} orders, ${count.format(linesDone)} lines`,
    },
    problem: state === 'failed' ? (run.problem ?? 'unknown') : null,
    returns: partView(tally.returns, { sides, what: 'past return lines' }),
    orders: partView(tally.orders, { sides, what: 'order lines' }),
  }
}

type Saying = { readonly sides: RunView['sides']; readonly what: string }

function partView(part: TallyPart, saying: Saying): PartView {
  const lines = sumOf(part.lines)
  return {
    sentence: headline(part, lines, saying),
    lines,
    flips: flipRows(part),
    money: Object.entries(part.money)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { before, after }]) => ({ currency, rows: moneyRows(before, after, currency) })),
    law: lawRows(part.law),
    groups: {
      because: groupRows(part.by.because, sayBecause),
      reason: groupRows(part.by.reason, sayHandle),
      product: groupRows(part.by.product, (key) => (key === 'other' ? 'Other products' : key)),
      country: groupRows(part.by.country, (key) => (key === '' ? 'Not known' : countryName(key, locale))),
      customer: groupRows(part.by.customer, sayCustomerGroup),
    },
    blocked: part.blocked,
  }
}

/** The answer in one sentence: how many more or fewer come back, are refused, and what that is worth. */
function headline(part: TallyPart, lines: number, { sides, what }: Saying): string {
  if (lines === 0) return `No ${what} so far.`
  const changes = [sayChange('accept', 'approve', part.lines), sayChange('refuse', 'deny', part.lines)]
  const said = changes.filter((one) => one !== null)
  const paid = Object.entries(part.money).flatMap(([currency, sums]) => {
    const change = paidOf(sums.after) - paidOf(sums.before)
    if (change === 0) return []
    return `${formatMoney(money(Math.abs(change), currency), locale)} ${change > 0 ? 'more' : 'less'}`
  })
  const pays = paid.length === 0 ? 'pay the same' : `pay ${paid.join(', ')}`
  const of = `of ${count.format(lines)} ${what}`
  const other = sides.before.toLowerCase()
  const does =
    said.length === 0
      ? `accept exactly as many ${of} as ${other}`
      : `${said.join(' and ')} ${of} than ${other}`
  return `${sides.after === 'Draft' ? 'The draft' : sides.after} would ${does}, and ${pays}.`
}

/** `refuse 12 more`; null where it is the same number. A line that a person looked at may be refused now: both sides are said. */
function sayChange(verb: string, verdict: Verdict, matrix: Matrix): string | null {
  const after = matrix.approve[verdict] + matrix.review[verdict] + matrix.deny[verdict]
  const change = after - sumRow(matrix[verdict])
  return change === 0 ? null : `${verb} ${count.format(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'}`
}

/** What leaves the shop: prices less fees, with the bonus. */
function paidOf({ refund, store_credit, exchange, fees, bonus }: Sums): number {
  return refund + store_credit + exchange - fees + bonus
}

const flipOrder: readonly (readonly [from: Verdict, to: Verdict])[] = [
  ['deny', 'approve'],
  ['deny', 'review'],
  ['review', 'approve'],
  ['approve', 'review'],
  ['review', 'deny'],
  ['approve', 'deny'],
]

/** Always the same rows, so that nothing moves while figures come in. */
function flipRows({ lines, requests }: TallyPart): readonly FlipRow[] {
  const same = (matrix: Matrix) => matrix.approve.approve + matrix.review.review + matrix.deny.deny
  return [
    ...flipOrder.map(([from, to]) => ({
      label: `${verdictWords[from]} → ${verdictWords[to].toLowerCase()}`,
      lines: lines[from][to],
      requests: requests[from][to],
      tone: rise(from, to) > 0 ? ('better' as const) : ('worse' as const),
    })),
    { label: 'As before', lines: same(lines), requests: same(requests), tone: 'same' },
  ]
}

const moneyNames = [
  ['refund', 'Refunds'],
  ['store_credit', 'Store credit'],
  ['exchange', 'Exchanges'],
  ['fees', 'Fees kept'],
  ['bonus', 'Bonus given'],
  ['inReview', 'Waits for a person'],
] as const

function moneyRows(before: Sums, after: Sums, currency: string): readonly MoneyRow[] {
  return moneyNames.map(([name, label]) => ({
    label,
    before: formatMoney(money(before[name], currency), locale),
    after: formatMoney(money(after[name], currency), locale),
    change: signed(after[name] - before[name], currency),
    bars: [
      { tone: 'before', part: before[name] },
      { tone: 'after', part: after[name] },
    ],
  }))
}

function signed(minor: number, currency: string): string {
  if (minor === 0) return '–'
  return `${minor > 0 ? '+' : '−'}${formatMoney(money(Math.abs(minor), currency), locale)}`
}

function lawRows({ before, after }: TallyPart['law']): readonly LawRow[] {
  const statutes = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return statutes.map((statute) => {
    const [old, next] = [before[statute], after[statute]]
    return {
      statute: sayStatute(statute),
      decides: [old?.decides ?? 0, next?.decides ?? 0],
      raises: [old?.raises ?? 0, next?.raises ?? 0],
    }
  })
}

/** The statute's name with its country, as it stands in traces. */
function sayStatute(statute: string): string {
  return sayWords(translatorFor(locale, 'UTC'), { key: 'lint.statute', params: { statute } })
}

function groupRows(
  groups: TallyPart['by'][GroupName],
  say: (key: string) => string,
): PartView['groups'][GroupName] {
  const rows = Object.entries(groups)
    .map(([key, { label, lines, up, down }]) => ({ label: label ?? say(key), lines, up, down }))
    .sort((a, b) => b.up + b.down - (a.up + a.down) || b.lines - a.lines || (a.label < b.label ? -1 : 1))
  return { rows: rows.slice(0, shownGroups), more: Math.max(0, rows.length - shownGroups) }
}

/** `changed-my-mind` → `Changed my mind`. */
function sayHandle(handle: string): string {
  const text = handle.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function sumOf(matrix: Matrix): number {
  return sumRow(matrix.approve) + sumRow(matrix.review) + sumRow(matrix.deny)
}

function sumRow({ approve, review, deny }: Matrix['approve']): number {
  return approve + review + deny
}

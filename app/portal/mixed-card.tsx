import { add, isZero, type Money, percentOf, sub, sum } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { bonusPercentOf } from '#app/domain/policy/charges.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { needsConsent } from '#app/domain/policy/law/withdrawal.ts'
import { type Quote, worthOf } from '#app/domain/refund/quote.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import type { LineWays } from '#app/use-cases/ask-outcomes.ts'
import type { LineEntry } from './line-entries.ts'
import { type Mix, mixed, mixKey } from './mixed-outcome.ts'
import { OutcomeHead, sayPaid, ShowButton } from './outcome-head.tsx'
import type { PageFrame } from './portal-page.tsx'
import { ReceiptTable } from './receipt-table.tsx'

export type MixedCardProps = {
  readonly frame: PageFrame
  readonly order: OrderFacts
  readonly entries: readonly LineEntry[]
  /** Of the chosen lines. */
  readonly decisions: readonly LineDecision[]
  readonly quotes: readonly Quote[]
  readonly hasExchange: boolean
  /** What the choice so far comes to; null while it was not asked for. */
  readonly shown: { readonly mix: Mix; readonly quote: Quote } | null
  readonly chosen?: string
  /** How each line can be paid, where no way is common to all: then nothing else is offered. */
  readonly ways?: readonly LineWays[]
}

/** The outcomes that a line can be paid by, the original payment first. */
function outcomesOf(decision: LineDecision, props: MixedCardProps): readonly Outcome[] {
  const { order, hasExchange, ways } = props
  const own = ways?.find(({ lineId }) => lineId === decision.lineId)?.outcomes
  if (own !== undefined) return own
  const isPossible = (outcome: Outcome) =>
    outcome === 'refund' || (outcome === 'store_credit' ? order.customer !== null : hasExchange)
  return Outcome.options.filter((outcome) => decision.terms.outcomes.includes(outcome) && isPossible(outcome))
}

/** Whether a choice per line is a choice: several lines, and one of them can be paid in more than one way. */
export function canMix(props: MixedCardProps): boolean {
  return (
    props.ways !== undefined ||
    (props.decisions.length > 1 && props.decisions.some((decision) => outcomesOf(decision, props).length > 1))
  )
}

/** An outcome for each line, each with what it comes to; a button says what all of them come to together. Works without scripts. */
export function MixedCard(props: MixedCardProps) {
  const { frame, shown, chosen, entries, decisions } = props
  const { t } = frame.text
  const id = 'returns-portal-outcome-mixed'
  return (
    <div className="returns-portal__outcome">
      <OutcomeHead
        id={id}
        outcome={mixed}
        label={t('mixed.label')}
        isChosen={chosen === mixed}
        isInvalid={false}
        amount={shown === null ? null : sayPaid(shown.quote, shown.quote.total, frame.text)}
        hint={sayHint(props)}
      />
      <details open={chosen === mixed}>
        <summary>{t('mixed.choose')}</summary>
        {entries.map((entry, index) => {
          const decision = entry.picked ? decisions.find(({ lineId }) => lineId === entry.lineId) : undefined
          return decision === undefined ? null : (
            <LineChoice key={entry.lineId} {...props} entry={entry} index={index} decision={decision} />
          )
        })}
      </details>
      {shown === null ? null : (
        <>
          <input type="hidden" name="mixed_seen" value={mixKey(shown.mix, shown.quote)} />
          <ReceiptTable quote={shown.quote} text={frame.text} id={`${id}-receipt`} />
          <Ways frame={frame} quote={shown.quote} />
        </>
      )}
      <ShowButton frame={frame} outcome={mixed} label={t('exchange.show')} />
    </div>
  )
}

function sayHint({ frame, ways, decisions }: MixedCardProps): string {
  const { t } = frame.text
  if (ways === undefined) return t('mixed.hint')
  const mayCredit = ways.some(({ outcomes }) => outcomes.includes('store_credit'))
  // Where credit has no card of its own, what choosing it means is said here.
  const consent = mayCredit && needsConsent(decisions, 'store_credit')
  return `${t('mixed.only')}${consent ? ` ${t('outcome.store_credit_consent')}` : ''}`
}

/** How much of the total goes which way, where it goes both. */
function Ways({ frame, quote }: { readonly frame: PageFrame; readonly quote: Quote }) {
  const { t, money } = frame.text
  const own = quote.tenders.filter(({ gateway }) => gateway === 'store_credit')
  const credited = sum(
    own.map(({ amount }) => amount),
    quote.currency,
  )
  const paid = sub(quote.refund, credited)
  if (isZero(credited) || isZero(paid)) return null
  const amounts = { refund: money(paid), credit: money(add(credited, quote.bonus)) }
  return <p>{t('mixed.ways', amounts)}</p>
}

type ChoiceProps = MixedCardProps & {
  readonly entry: LineEntry
  readonly index: number
  readonly decision: LineDecision
}

function LineChoice(props: ChoiceProps) {
  const { frame, order, entry, index, decision } = props
  const { t } = frame.text
  const offered = outcomesOf(decision, props)
  const title = order.lines.find(({ id }) => id === lineOfPart(entry.lineId))?.title ?? ''
  const current = offered.find((outcome) => outcome === entry.outcome) ?? offered[0]
  return (
    <fieldset className="returns-portal__question">
      <legend>
        <bdi>{t('receipt.line', { title, quantity: entry.quantity })}</bdi>
      </legend>
      {offered.map((outcome) => {
        const id = `returns-portal-line-${index}-${outcome}`
        const amount = amountOf(outcome, props)
        return (
          <div className="returns-portal__answer" key={outcome}>
            <input
              id={id}
              type="radio"
              name={`line.${index}.outcome`}
              value={outcome}
              defaultChecked={outcome === current}
            />
            <label htmlFor={id}>
              {outcome === 'exchange'
                ? t('mixed.exchange')
                : amount === null
                  ? t(`outcome.${outcome}`)
                  : t('mixed.option', { outcome: t(`outcome.${outcome}`), amount: frame.text.money(amount) })}
            </label>
          </div>
        )
      })}
    </fieldset>
  )
}

/** What a line gives back in a way of paying, before what is charged once for the whole request. */
function amountOf(outcome: Outcome, { quotes, decision, shown }: ChoiceProps): Money | null {
  if (outcome === 'exchange') return null
  const quote = quotes.find((one) => one.outcome === outcome) ?? quotes[0] ?? shown?.quote
  const line = quote?.lines.find(({ lineId }) => lineId === decision.lineId)
  if (quote === undefined || line === undefined) return null
  const worth = worthOf(line, quote.taxesIncluded)
  return add(worth, percentOf(worth, bonusPercentOf({ decision, outcome })))
}

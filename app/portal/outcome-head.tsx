import { isZero, type Money } from '#app/domain/money.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { PageFrame } from './portal-page.tsx'
import type { PortalText } from './portal-text.ts'

/** One way to be paid among several: its choice, what it comes to, and a sentence about it. `id` is the choice's. */
export function OutcomeHead(props: {
  readonly id: string
  readonly outcome: string
  readonly label: string
  readonly isChosen: boolean
  readonly isInvalid: boolean
  /** Null while it was not asked for. */
  readonly amount: string | null
  readonly hint: string
}) {
  const { id, outcome, label, isChosen, isInvalid, amount, hint } = props
  return (
    <div className="returns-portal__outcome-head">
      <input
        id={id}
        type="radio"
        name="outcome"
        value={outcome}
        defaultChecked={isChosen}
        aria-describedby={amount === null ? `${id}-hint` : `${id}-total ${id}-hint`}
        {...(isInvalid ? { 'aria-invalid': true } : {})}
      />
      <label htmlFor={id}>{label}</label>
      {amount === null ? null : (
        <p className="returns-portal__amount" id={`${id}-total`} data-portal-total={outcome}>
          {amount}
        </p>
      )}
      <p className="returns-portal__meta" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  )
}

/** Shows what a choice comes to, without sending anything. */
export function ShowButton(props: {
  readonly frame: PageFrame
  readonly outcome: string
  readonly label: string
}) {
  const { frame, outcome, label } = props
  return (
    <button
      className="returns-portal__button returns-portal__button--quiet"
      type="submit"
      name="show"
      value={outcome}
      formAction={frame.to('review')}
    >
      {label}
    </button>
  )
}

/** What the buyer gets, or what she owes where goods cost more than came back. */
export function sayPaid({ owed }: Quote, gets: Money, { t, money }: PortalText): string {
  return isZero(owed) ? money(gets) : t('exchange.owed', { amount: money(owed) })
}

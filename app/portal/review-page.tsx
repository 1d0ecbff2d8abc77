import { isZero } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Decision, LineDecision } from '#app/domain/policy/decision.ts'
import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import { textIn } from '#app/domain/policy/local-text.ts'
import type { Question } from '#app/domain/policy/policy.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import type { PortalText } from './portal-text.ts'
import { needsConsent } from '#app/domain/policy/law/withdrawal.ts'
import {
  chosenLines,
  payWhenOfRequest,
  returnMethodsOf,
  verdictOfRequest,
} from '#app/domain/policy/request.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { ExchangeOffer } from '#app/use-cases/assess-exchange.server.ts'
import type { ReasonOption } from '#app/use-cases/reason-options.ts'
import { reasonName } from './group-reasons.ts'
import type { LineEntry } from './line-entries.ts'
import type { ReturnPlace } from '#app/use-cases/read-return-places.server.ts'
import type { LineWays } from '#app/use-cases/ask-outcomes.ts'
import { HoneyPot, KeptLines } from './lookup-page.tsx'
import { FieldError, Notice, type PageFrame, PortalPage, ProductImage, Subtitle } from './portal-page.tsx'
import { ExchangeCard } from './exchange-card.tsx'
import { canMix, MixedCard, type MixedCardProps } from './mixed-card.tsx'
import { OutcomeHead } from './outcome-head.tsx'
import { ReceiptTable } from './receipt-table.tsx'
import { ShownPhotos } from './shown-photos.tsx'
import { WayBack } from './way-back.tsx'

export type ReviewPageProps = {
  readonly frame: PageFrame
  readonly token: string
  readonly order: OrderFacts
  readonly decision: Decision
  readonly reasons: readonly ReasonOption[]
  readonly entries: readonly LineEntry[]
  /** What each chosen line hangs on, in their order. */
  readonly needs: readonly EvidenceNeeds[]
  /** Original payment first. */
  readonly quotes: readonly Quote[]
  /** What can be had in exchange; its receipt is among the quotes once every line has a choice. */
  readonly exchange: ExchangeOffer | null
  readonly fallback?: ExchangeFallback
  /** Who decides about each outcome, and when its money moves. */
  readonly decisions: ReadonlyMap<string, readonly LineDecision[]>
  /** What an outcome for each line comes to, where that was asked. */
  readonly mix?: MixedCardProps['shown']
  /** Within how many days the shop promises to answer; null where it promises nothing. */
  readonly answerDays?: number | null
  /** How each line can be paid, where no way is common to all. */
  readonly ways?: readonly LineWays[]
  readonly chosen?: string
  readonly method?: string
  readonly methodError?: string
  /** Where the goods go, where the policy says so. */
  readonly places?: readonly ReturnPlace[]
  /** Where goods in exchange are sent. */
  readonly sentTo?: readonly string[]
  readonly outcomeError?: string
  readonly notice?: string
}

/** The third step: what goes back, what each outcome comes to and how, and the one confirmation. */
export function ReviewPage(props: ReviewPageProps) {
  const { frame, token, order, entries, notice, outcomeError } = props
  const { t } = frame.text
  return (
    <PortalPage
      frame={frame}
      title={t('review.title')}
      steps="send"
      url={frame.to('order', { t: token })}
      invalid={notice !== undefined || outcomeError !== undefined}
    >
      <p className="returns-portal__lead">
        {t('order.subtitle', { order: order.name, day: frame.text.dayOf(order.placedAt) })}
      </p>
      {notice === undefined ? null : <Notice kind="error">{notice}</Notice>}
      <ChosenItems {...props} />
      <form
        className="returns-portal__main"
        method="post"
        action={frame.to('submit')}
        noValidate
        data-portal-sends=""
      >
        <input type="hidden" name="t" value={token} />
        <KeptLines
          entries={entries}
          withExchange={props.exchange === null}
          withOutcome={!canMix(mixedProps(props))}
        />
        <HoneyPot label={t('start.trap')} />
        <Outcomes {...props} />
        <WayBackAndPlaces {...props} />
        <WhatComesNext {...props} />
        <div className="returns-portal__actions">
          <button className="returns-portal__button" type="submit">
            {t('review.send')}
          </button>
          <p className="returns-portal__hint">{t('review.send_hint')}</p>
        </div>
      </form>
    </PortalPage>
  )
}

function ChosenItems({ frame, token, order, reasons, entries, needs }: ReviewPageProps) {
  const { t } = frame.text
  const chosen = entries.flatMap((entry) => {
    const line = order.lines.find((candidate) => candidate.id === lineOfPart(entry.lineId))
    return entry.picked && line !== undefined ? [{ entry, line }] : []
  })
  const nameOf = (handle: string): string => {
    const reason = reasons.find((one) => one.handle === handle)
    return reason === undefined ? handle : reasonName(reason, frame.text.explains)
  }
  return (
    <div className="returns-portal__card">
      <Subtitle frame={frame}>{t('review.items')}</Subtitle>
      <ul className="returns-portal__lines" role="list">
        {chosen.map(({ entry, line }, place) => (
          <li key={entry.lineId} className="returns-portal__line-head">
            <ProductImage url={line.imageUrl} />
            <div className="returns-portal__line-text">
              <bdi className="returns-portal__line-title">
                {t('receipt.line', { title: line.title, quantity: entry.quantity })}
              </bdi>
              {line.variantTitle === null ? null : (
                <bdi className="returns-portal__meta">{line.variantTitle}</bdi>
              )}
              <p className="returns-portal__meta">{t('review.reason', { reason: nameOf(entry.reason) })}</p>
              {(needs[place]?.questions ?? []).map((question) => (
                <p className="returns-portal__meta" key={question.id}>
                  {sayAnswer(question, entry.answers?.[question.id], frame.text)}
                </p>
              ))}
              {entry.note === '' ? null : (
                <p className="returns-portal__meta">{t('review.note', { note: entry.note })}</p>
              )}
              <ShownPhotos
                frame={frame}
                urls={(entry.photos ?? []).map((photo) => frame.to(`photos/${photo}`, { t: token }))}
              />
            </div>
          </li>
        ))}
      </ul>
      <form className="returns-portal__actions" method="post" action={frame.to('order')}>
        <input type="hidden" name="t" value={token} />
        <KeptLines entries={entries} />
        <button className="returns-portal__button returns-portal__button--quiet" type="submit">
          {t('review.change')}
        </button>
      </form>
    </div>
  )
}

function sayAnswer(question: Question, given: string | undefined, { t, explains }: PortalText): string {
  const answer = question.answers.find(({ id }) => id === given)
  return t('review.answer', {
    question: textIn(question.text, explains),
    answer: answer === undefined ? '–' : textIn(answer.text, explains),
  })
}

/** Equal cards, the original payment first. A single outcome is no choice: it is only shown. */
function Outcomes(props: ReviewPageProps) {
  const { frame, quotes, exchange, outcomeError } = props
  const { t } = frame.text
  const paid = quotes.filter(({ outcome }) => outcome !== 'exchange')
  const count =
    paid.length +
    (exchange === null || props.ways !== undefined ? 0 : 1) +
    (canMix(mixedProps(props)) ? 1 : 0)
  const error = 'returns-portal-outcome-error'
  return (
    <fieldset {...(outcomeError === undefined ? {} : { 'aria-describedby': error })}>
      <legend className="returns-portal__legend">
        {t(count > 1 ? 'review.outcomes' : 'review.outcome_single')}
      </legend>
      {outcomeError === undefined ? null : <FieldError id={error}>{outcomeError}</FieldError>}
      <div className="returns-portal__outcomes">
        {paid.map((quote) => (
          <OutcomeCard key={quote.outcome} {...props} quote={quote} />
        ))}
        {exchange === null ? null : (
          <ExchangeCard
            {...props}
            offer={exchange}
            isOnly={paid.length === 0}
            isPart={props.ways !== undefined}
          />
        )}
        {canMix(mixedProps(props)) ? <MixedCard {...mixedProps(props)} /> : null}
      </div>
    </fieldset>
  )
}

function mixedProps(props: ReviewPageProps): MixedCardProps {
  const { frame, order, entries, quotes, exchange, mix = null, chosen, ways } = props
  return {
    frame,
    order,
    entries,
    quotes,
    decisions: linesOf(props),
    hasExchange: exchange !== null,
    shown: mix,
    ...(chosen === undefined ? {} : { chosen }),
    ...(ways === undefined ? {} : { ways }),
  }
}

function OutcomeCard(props: ReviewPageProps & { readonly quote: Quote }) {
  const { frame, quote, quotes, chosen, outcomeError } = props
  const { t, money } = frame.text
  const needsWord = needsConsent(linesOf(props), quote.outcome)
  const id = `returns-portal-outcome-${quote.outcome}`
  const hint =
    quote.outcome === 'refund'
      ? t('outcome.refund_hint')
      : isZero(quote.bonus)
        ? t('outcome.store_credit_hint')
        : t('outcome.store_credit_bonus', { bonus: money(quote.bonus) })
  return (
    <div className="returns-portal__outcome">
      <OutcomeHead
        id={id}
        outcome={quote.outcome}
        label={t(`outcome.${quote.outcome}`)}
        isChosen={(chosen ?? quotes[0]?.outcome) === quote.outcome}
        isInvalid={outcomeError !== undefined}
        amount={money(quote.total)}
        hint={`${hint}${needsWord ? ` ${t('outcome.store_credit_consent')}` : ''}`}
      />
      {nextOfAll(props) === null ? (
        <p className="returns-portal__meta">{sayNext(props, quote.outcome)}</p>
      ) : null}
      <ReceiptTable quote={quote} text={frame.text} id={`${id}-receipt`} />
    </div>
  )
}

function linesOf({ decision, entries }: ReviewPageProps) {
  return chosenLines(
    decision,
    entries.filter((entry) => entry.picked).map((entry) => entry.lineId),
  )
}

/** How the goods come back, and where to. */
function WayBackAndPlaces(props: ReviewPageProps) {
  const { frame, method, methodError, places = [] } = props
  const methods = returnMethodsOf(linesOf(props))
  return (
    <WayBack frame={frame} methods={methods} chosen={method ?? ''} error={methodError}>
      {places.length > 0 || methods.includes('own_parcel') ? <Places {...props} places={places} /> : null}
    </WayBack>
  )
}

/** The whole address that the goods go to; which goods, where they do not all go to one place. */
function Places(props: ReviewPageProps & { readonly places: readonly ReturnPlace[] }) {
  const { frame, places } = props
  const { t } = frame.text
  if (places.length === 0) return <p className="returns-portal__hint">{t('review.send_to_later')}</p>
  const sent = linesOf(props).filter(({ terms }) => !terms.keepItem)
  return places.map(({ name, address, lineIds }) => {
    const place = [name, ...address].join(', ')
    const own = sent.filter(({ lineId }) => lineIds.includes(lineId))
    return (
      <p className="returns-portal__hint" key={name}>
        {own.length === sent.length
          ? t('review.send_to', { place })
          : t('review.send_some_to', { titles: titlesOf(props, own), place })}
      </p>
    )
  })
}

/** Who decides about an outcome and by when, and when its money moves. */
function sayNext(props: ReviewPageProps, outcome: string): string {
  const { frame, decisions, answerDays = null } = props
  const { t } = frame.text
  const lines = decisions.get(outcome) ?? linesOf(props)
  const keepsAll = lines.length > 0 && lines.every(({ terms }) => terms.keepItem)
  const who =
    verdictOfRequest(lines) === 'approve'
      ? t('review.next_automatic')
      : answerDays === null
        ? t('review.next_staff')
        : t('review.next_staff_days', { count: answerDays })
  return `${who} ${t(`review.pay_${keepsAll ? 'on_approval' : payWhenOfRequest(lines)}`)}`
}

/** The same for every outcome where it is the same: then it is said once. */
function nextOfAll(props: ReviewPageProps): string | null {
  const said = new Set([...props.decisions.keys()].map((outcome) => sayNext(props, outcome)))
  const [only] = said
  return said.size === 1 && only !== undefined ? only : null
}

/** Who decides and when money moves, where that is the same for all outcomes, and what happens with the goods. */
function WhatComesNext(props: ReviewPageProps) {
  const { t } = props.frame.text
  const lines = linesOf(props)
  const kept = lines.filter(({ terms }) => terms.keepItem)
  const next = nextOfAll(props)
  if (kept.length === 0 && next === null) return null
  return (
    <Notice kind="info">
      {next === null ? null : <p>{next}</p>}
      {kept.length === 0 ? null : (
        <p>
          {kept.length === lines.length
            ? t('review.keep')
            : t('review.keep_part', { titles: titlesOf(props, kept) })}
        </p>
      )}
    </Notice>
  )
}

function titlesOf({ order }: ReviewPageProps, lines: readonly LineDecision[]): string {
  const ids = new Set(lines.map(({ lineId }) => lineOfPart(lineId)))
  return [...new Set(order.lines.filter(({ id }) => ids.has(id)).map(({ title }) => title))].join(', ')
}

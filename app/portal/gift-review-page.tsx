import { returnMethodsOf, verdictOfRequest } from '#app/domain/policy/request.ts'
import { type GiftContactField, longestAddress, type QuotedGift } from '#app/use-cases/gift-return.server.ts'
import { CaseField } from './case-fields.tsx'
import { GiftExchangeFields } from './gift-exchange-fields.tsx'
import { type GiftAddresses, GiftTitle } from './gift-items-page.tsx'
import { reasonName } from './group-reasons.ts'
import type { LineEntry } from './line-entries.ts'
import { HoneyPot, KeptLines } from './lookup-page.tsx'
import { FieldError, Notice, type PageFrame, PortalPage, ProductImage, Subtitle } from './portal-page.tsx'
import { WayBack } from './way-back.tsx'

/** What was typed beside the items. */
export type TypedGift = {
  readonly outcome: string
  readonly fallback: string
  readonly method: string
  readonly email: string
  readonly address: string
}

export type GiftReviewPageProps = QuotedGift & {
  readonly frame: PageFrame
  readonly token: string
  readonly to: GiftAddresses
  readonly entries: readonly LineEntry[]
  readonly typed: TypedGift
  /** Whether signing in would bring store credit. */
  readonly maySignIn: boolean
  readonly answerDays: number | null
  readonly outcomeError?: string
  readonly contactErrors?: readonly GiftContactField[]
  readonly notice?: string
}

/** The third step of a gift: what there is instead, where messages and goods go, and the one confirmation. */
export function GiftReviewPage(props: GiftReviewPageProps) {
  const { frame, token, to, entries, typed, notice, outcomeError, contactErrors = [] } = props
  const { t } = frame.text
  const isOffered = props.exchange !== null || props.credit !== null
  const isWrong = notice !== undefined || outcomeError !== undefined || contactErrors.length > 0
  return (
    <PortalPage frame={frame} title={t('review.title')} url={to('gift', { t: token })} invalid={isWrong}>
      {notice === undefined ? null : <Notice kind="error">{notice}</Notice>}
      {notice === undefined && contactErrors.length > 0 ? (
        <Notice kind="error">{t('order.error_summary')}</Notice>
      ) : null}
      <ChosenGifts {...props} />
      {isOffered ? (
        <form
          className="returns-portal__main"
          method="post"
          action={to('gift/submit')}
          noValidate
          data-portal-sends=""
        >
          <input type="hidden" name="t" value={token} />
          <KeptLines entries={entries} withExchange={props.exchange === null} />
          <HoneyPot label={t('start.trap')} />
          <GiftOutcomes {...props} />
          <WayBack frame={frame} methods={returnMethodsOf(props.decisions)} chosen={typed.method} />
          <div className="returns-portal__fields">
            <CaseField
              name="email"
              label={t('gift.email')}
              hint={t('gift.email_hint')}
              value={typed.email}
              error={contactErrors.includes('email') ? t('gift.email_invalid') : undefined}
              maxLength={254}
              autoComplete="email"
              inputMode="email"
            />
            {props.exchange === null ? null : (
              <CaseField
                name="address"
                label={t('gift.address')}
                hint={t('gift.address_hint')}
                value={typed.address}
                error={contactErrors.includes('address') ? t('gift.address_invalid') : undefined}
                maxLength={longestAddress}
                rows={4}
                isOptional={props.credit !== null}
              />
            )}
          </div>
          <div className="returns-portal__actions">
            <button className="returns-portal__button" type="submit">
              {t('gift.send')}
            </button>
            <p className="returns-portal__hint">{t('review.send_hint')}</p>
          </div>
        </form>
      ) : (
        <Notice kind="info">{t('gift.nothing_offered')}</Notice>
      )}
      {props.maySignIn ? (
        <p className="returns-portal__aside-note">
          <a href={to('signin', { t: token })}>{t('gift.credit_sign_in')}</a>
        </p>
      ) : null}
    </PortalPage>
  )
}

function ChosenGifts({ frame, token, to, lines, entries, reasons }: GiftReviewPageProps) {
  const { t, explains } = frame.text
  const nameOf = (handle: string): string => {
    const reason = reasons.find((one) => one.handle === handle)
    return reason === undefined ? handle : reasonName(reason, explains)
  }
  return (
    <div className="returns-portal__card">
      <Subtitle frame={frame}>{t('review.items')}</Subtitle>
      <ul className="returns-portal__lines" role="list">
        {lines.map((line) => (
          <li key={line.requested.lineId} className="returns-portal__line-head">
            <ProductImage url={line.imageUrl} />
            <div className="returns-portal__line-text">
              <GiftTitle
                line={{
                  ...line,
                  title: t('receipt.line', { title: line.title, quantity: line.requested.quantity }),
                }}
              />
              <p className="returns-portal__meta">
                {t('review.reason', { reason: nameOf(line.requested.reasonHandle) })}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <form className="returns-portal__actions" method="post" action={to('gift')}>
        <input type="hidden" name="t" value={token} />
        <KeptLines entries={entries} />
        <button className="returns-portal__button returns-portal__button--quiet" type="submit">
          {t('review.change')}
        </button>
      </form>
    </div>
  )
}

/** Goods that cost the same, and credit where it is given: each with who decides and when it comes. */
function GiftOutcomes(props: GiftReviewPageProps) {
  const { frame, exchange, credit, typed, outcomeError, to, entries } = props
  const { t, money } = frame.text
  const isOnly = exchange === null || credit === null
  const error = 'returns-portal-outcome-error'
  const describe = (id: string) => ({
    'aria-describedby': outcomeError === undefined ? `${id}-hint` : `${error} ${id}-hint`,
    ...(outcomeError === undefined ? {} : { 'aria-invalid': true as const }),
  })
  const [swap, paid] = ['returns-portal-outcome-exchange', 'returns-portal-outcome-store_credit']
  return (
    <fieldset>
      <legend className="returns-portal__legend">{t('gift.review_title')}</legend>
      {outcomeError === undefined ? null : <FieldError id={error}>{outcomeError}</FieldError>}
      <div className="returns-portal__outcomes">
        {exchange === null ? null : (
          <div className="returns-portal__outcome">
            <div className="returns-portal__outcome-head">
              <input
                id={swap}
                type="radio"
                name="outcome"
                value="exchange"
                defaultChecked={isOnly || typed.outcome === 'exchange'}
                {...describe(swap)}
              />
              <label htmlFor={swap}>{t('gift.exchange')}</label>
              <p className="returns-portal__meta" id={`${swap}-hint`}>
                {t('gift.exchange_hint')} {sayWho(props)} {t(`exchange.when_${exchange.sentWhen}`)}
              </p>
            </div>
            <GiftExchangeFields
              frame={frame}
              action={to('gift/review')}
              offer={exchange}
              entries={entries}
              fallback={typed.fallback}
            />
          </div>
        )}
        {credit === null ? null : (
          <div className="returns-portal__outcome">
            <div className="returns-portal__outcome-head">
              <input
                id={paid}
                type="radio"
                name="outcome"
                value="store_credit"
                defaultChecked={isOnly || typed.outcome === 'store_credit'}
                {...describe(paid)}
              />
              <label htmlFor={paid}>{t('gift.credit', { amount: money(credit) })}</label>
              <p className="returns-portal__meta" id={`${paid}-hint`}>
                {sayWho(props)} {t('gift.credit_hint')}
              </p>
            </div>
          </div>
        )}
      </div>
    </fieldset>
  )
}

/** Who decides about it, and by when where the shop says so. */
function sayWho({ frame, decisions, answerDays }: GiftReviewPageProps): string {
  const { t } = frame.text
  if (verdictOfRequest(decisions) === 'approve') return t('review.next_automatic')
  return answerDays === null ? t('review.next_staff') : t('review.next_staff_days', { count: answerDays })
}

import { formatMoney, isZero, negate } from '#app/domain/money.ts'
import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { ExchangeOffer, OfferedVariant } from '#app/use-cases/assess-exchange.server.ts'
import { exchangeKey } from '#app/use-cases/exchange-key.ts'
import { type LineEntry, requestedLines } from './line-entries.ts'
import type { PageFrame } from './portal-page.tsx'
import type { PortalText } from './portal-text.ts'
import { ReceiptTable } from './receipt-table.tsx'

export type ExchangeCardProps = {
  readonly frame: PageFrame
  readonly entries: readonly LineEntry[]
  readonly quotes: readonly Quote[]
  readonly offer: ExchangeOffer
  readonly fallback?: ExchangeFallback
  readonly chosen?: string
  readonly outcomeError?: string
  /** Nothing else is offered. */
  readonly isOnly: boolean
}

/**
 * The exchange among the outcomes: other goods for each line with what they cost more or less, what happens if they are gone,
 * and the receipt once all are chosen. A button asks for it without sending anything; works without scripts.
 */
export function ExchangeCard(props: ExchangeCardProps) {
  const { frame, entries, quotes, offer, chosen, isOnly, outcomeError } = props
  const { t, money } = frame.text
  const quote = quotes.find(({ outcome }) => outcome === 'exchange')
  const id = 'returns-portal-outcome-exchange'
  return (
    <div className="returns-portal__outcome">
      <div className="returns-portal__outcome-head">
        <input
          id={id}
          type="radio"
          name="outcome"
          value="exchange"
          defaultChecked={isOnly || chosen === 'exchange'}
          aria-describedby={`${id}-hint`}
          {...(outcomeError === undefined ? {} : { 'aria-invalid': true })}
        />
        <label htmlFor={id}>{t('outcome.exchange')}</label>
        {quote === undefined ? null : (
          <p className="returns-portal__amount" data-portal-total="exchange">
            {isZero(quote.owed) ? money(quote.refund) : t('exchange.owed', { amount: money(quote.owed) })}
          </p>
        )}
        <p className="returns-portal__meta" id={`${id}-hint`}>
          {t('exchange.hint')}
        </p>
      </div>
      <div className="returns-portal__fields">
        {offer.lines.map((line) => (
          <WantedField
            key={line.lineId}
            frame={frame}
            line={line}
            index={entries.findIndex((entry) => entry.lineId === line.lineId)}
            value={entries.find((entry) => entry.lineId === line.lineId)?.exchange ?? ''}
          />
        ))}
        <FallbackField {...props} />
      </div>
      {offer.taxesIncluded ? null : <p className="returns-portal__hint">{t('exchange.tax')}</p>}
      {quote === undefined ? null : (
        <>
          <input
            type="hidden"
            name="exchange_seen"
            value={exchangeKey(requestedLines(entries).lines, quote)}
          />
          <ReceiptTable quote={quote} text={frame.text} id={`${id}-receipt`} />
        </>
      )}
      <button
        className="returns-portal__button returns-portal__button--quiet"
        type="submit"
        name="show"
        value="exchange"
        formAction={frame.to('review')}
      >
        {t('exchange.show')}
      </button>
    </div>
  )
}

function WantedField(props: {
  readonly frame: PageFrame
  readonly line: ExchangeOffer['lines'][number]
  readonly index: number
  readonly value: string
}) {
  const { frame, line, index, value } = props
  const { t } = frame.text
  const id = `returns-portal-exchange-${index}`
  const isThere = line.variants.some(({ gid }) => gid === value)
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{t('exchange.wanted', { title: line.title })}</label>
      <select id={id} name={`line.${index}.exchange`} defaultValue={isThere ? value : ''}>
        <option value="">{t('exchange.choose')}</option>
        {line.variants.map((variant) => (
          <option key={variant.gid} value={variant.gid}>
            {sayVariant(variant, frame.text)}
          </option>
        ))}
      </select>
    </div>
  )
}

function sayVariant({ title, variantTitle, difference }: OfferedVariant, { t, locale }: PortalText): string {
  const name = variantTitle ?? title
  if (isZero(difference)) return t('exchange.even', { name })
  return difference.minor > 0
    ? t('exchange.more', { name, amount: formatMoney(difference, locale) })
    : t('exchange.less', { name, amount: formatMoney(negate(difference), locale) })
}

function FallbackField({ frame, offer, fallback }: ExchangeCardProps) {
  const { t } = frame.text
  const id = 'returns-portal-fallback'
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{t('exchange.fallback')}</label>
      <select id={id} name="fallback" defaultValue={fallback ?? offer.fallbacks[0]}>
        {offer.fallbacks.map((one) => (
          <option key={one} value={one}>
            {t(`outcome.${one}`)}
          </option>
        ))}
      </select>
    </div>
  )
}

import { formatMoney, isZero, negate } from '#app/domain/money.ts'
import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { ExchangeOffer, OfferedLine, OfferedVariant } from '#app/use-cases/assess-exchange.server.ts'
import { exchangeKey } from '#app/use-cases/exchange-key.ts'
import { FallbackField } from './fallback-field.tsx'
import { type LineEntry, requestedLines } from './line-entries.ts'
import { OutcomeHead, sayPaid, ShowButton } from './outcome-head.tsx'
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
  /** Where the goods are sent, line by line; said where it is known and hers to see. */
  readonly sentTo?: readonly string[]
  /** Nothing else is offered. */
  readonly isOnly: boolean
  /** It is chosen for some lines of a request that goes several ways: here only the goods are. */
  readonly isPart: boolean
}

/**
 * The exchange among the outcomes: other goods for each line with what they cost more or less, what happens if they are gone,
 * and the receipt once all are chosen. A button asks for it without sending anything; works without scripts.
 */
export function ExchangeCard(props: ExchangeCardProps) {
  const { frame, entries, quotes, offer, chosen, isOnly, isPart, outcomeError } = props
  const { t } = frame.text
  const quote = quotes.find(({ outcome }) => outcome === 'exchange')
  const id = 'returns-portal-outcome-exchange'
  return (
    <div className="returns-portal__outcome">
      {isPart ? (
        <p className="returns-portal__legend">{t('outcome.exchange')}</p>
      ) : (
        <OutcomeHead
          id={id}
          outcome="exchange"
          label={t('outcome.exchange')}
          isChosen={isOnly || chosen === 'exchange'}
          isInvalid={outcomeError !== undefined}
          amount={quote === undefined ? null : sayPaid(quote, quote.refund, frame.text)}
          hint={`${t('exchange.hint')} ${t(`exchange.when_${offer.sentWhen}`)}`}
        />
      )}
      <div className="returns-portal__fields">
        {offer.lines.map((line) => (
          <WantedField
            key={line.lineId}
            frame={frame}
            line={line}
            index={entries.findIndex((entry) => entry.lineId === line.lineId)}
            entry={entries.find((entry) => entry.lineId === line.lineId)}
          />
        ))}
        <FallbackField frame={frame} fallbacks={offer.fallbacks} chosen={props.fallback ?? ''} />
        <SentTo {...props} />
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
      {isPart ? null : <ShowButton frame={frame} outcome="exchange" label={t('exchange.show')} />}
    </div>
  )
}

/** The whole address that the goods go to. It is the order's and only the shop can change it: whom to write to is said. */
function SentTo({ frame, sentTo = [] }: ExchangeCardProps) {
  const { t } = frame.text
  if (sentTo.length === 0) return null
  const { contactEmail } = frame
  return (
    <p className="returns-portal__hint">
      {t('exchange.sent_to', { address: sentTo.join(', ') })}
      {contactEmail === null ? '' : ` ${t('exchange.sent_to_wrong', { email: contactEmail })}`}
    </p>
  )
}

type WantedProps = {
  readonly frame: PageFrame
  readonly line: OfferedLine
  readonly index: number
  readonly entry: LineEntry | undefined
}

/** Variants of the same product to choose from, and a search among everything else. */
function WantedField(props: WantedProps) {
  const { frame, line, index, entry } = props
  const { t } = frame.text
  const id = `returns-portal-exchange-${index}`
  const value = entry?.exchange ?? ''
  const isThere = line.variants.some(({ gid }) => gid === value)
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{t('exchange.wanted', { title: line.title })}</label>
      {line.variants.length === 0 ? (
        <p className="returns-portal__hint">{t('exchange.none_of_same')}</p>
      ) : (
        <select id={id} name={`line.${index}.exchange`} defaultValue={isThere ? value : ''}>
          <option value="">{t('exchange.choose')}</option>
          {line.variants.map((variant) => (
            <option key={variant.gid} value={variant.gid}>
              {sayVariant(variant.variantTitle ?? variant.title, variant, frame.text)}
            </option>
          ))}
        </select>
      )}
      {line.more === 0 ? null : (
        <p className="returns-portal__hint">{t('exchange.more_variants', { count: line.more })}</p>
      )}
      <Search {...props} id={line.variants.length === 0 ? id : `${id}-find`} />
      <Found {...props} value={isThere ? '' : value} />
    </div>
  )
}

function Search({ frame, index, entry, id }: WantedProps & { readonly id: string }) {
  const { t } = frame.text
  return (
    <div className="returns-portal__fields">
      <div className="returns-portal__field">
        <label htmlFor={id}>{t('exchange.find')}</label>
        <input
          id={id}
          type="search"
          name={`line.${index}.find`}
          defaultValue={entry?.find ?? ''}
          maxLength={80}
          autoComplete="off"
        />
      </div>
      <ShowButton frame={frame} outcome="exchange" label={t('exchange.search')} />
    </div>
  )
}

/** What the search found, as a list to choose from; what was chosen before is its first. */
function Found({ frame, line, index, value }: WantedProps & { readonly value: string }) {
  const { t } = frame.text
  const { others, search } = line
  if (others.length === 0)
    return search === null ? null : (
      <p className="returns-portal__hint">{t('exchange.found_none', { term: search.term })}</p>
    )
  const id = `returns-portal-other-${index}`
  const isChosen = others.some(({ gid }) => gid === value)
  return (
    <fieldset className="returns-portal__question">
      <legend>{t(search === null ? 'exchange.chosen' : 'exchange.found')}</legend>
      {others.map((one, place) => (
        <Choice
          key={one.gid}
          id={`${id}-${place}`}
          name={`line.${index}.other`}
          value={one.gid}
          isChosen={one.gid === value}
        >
          {sayOther(one, frame.text)}
        </Choice>
      ))}
      {line.variants.length === 0 ? null : (
        <Choice id={`${id}-none`} name={`line.${index}.other`} value="" isChosen={!isChosen}>
          {t('exchange.none_of_these')}
        </Choice>
      )}
      {search === null || search.more === 0 ? null : (
        <p className="returns-portal__hint">{t('exchange.more_found', { count: search.more })}</p>
      )}
    </fieldset>
  )
}

function Choice(props: {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly isChosen: boolean
  readonly children: string
}) {
  const { id, name, value, isChosen, children } = props
  return (
    <p className="returns-portal__answer">
      <input id={id} type="radio" name={name} value={value} defaultChecked={isChosen} />
      <label htmlFor={id}>
        <bdi>{children}</bdi>
      </label>
    </p>
  )
}

/** Product, variant, price, what it costs more or less, and how many there are where they are few. */
function sayOther(one: OfferedVariant, text: PortalText): string {
  const { title, variantTitle, listPrice, stock } = one
  const name = variantTitle === null ? title : `${title} · ${variantTitle}`
  const priced = `${name}, ${text.money(listPrice)}`
  const words = sayVariant(priced, one, text)
  return stock === null || stock > 5 ? words : `${words}, ${text.t('exchange.left', { count: stock })}`
}

function sayVariant(name: string, { difference }: OfferedVariant, { t, locale }: PortalText): string {
  if (isZero(difference)) return t('exchange.even', { name })
  return difference.minor > 0
    ? t('exchange.more', { name, amount: formatMoney(difference, locale) })
    : t('exchange.less', { name, amount: formatMoney(negate(difference), locale) })
}

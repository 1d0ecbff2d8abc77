import type { ExchangeOffer, OfferedLine, OfferedVariant } from '#app/use-cases/assess-exchange.server.ts'
import { FallbackField } from './fallback-field.tsx'
import type { LineEntry } from './line-entries.ts'
import type { PageFrame } from './portal-page.tsx'

export type GiftExchangeFieldsProps = {
  readonly frame: PageFrame
  /** Where a search is sent: nothing is asked for by it. */
  readonly action: string
  /** Goods that cost the same, by `evenOffer`. */
  readonly offer: ExchangeOffer
  readonly entries: readonly LineEntry[]
  readonly fallback: string
}

/** What goods are wanted for each item of a gift, and what there is if they are gone: by name, without a price. */
export function GiftExchangeFields({ frame, action, offer, entries, fallback }: GiftExchangeFieldsProps) {
  return (
    <div className="returns-portal__fields">
      {offer.lines.map((line) => (
        <WantedGoods
          key={line.lineId}
          frame={frame}
          action={action}
          line={line}
          index={entries.findIndex((entry) => entry.lineId === line.lineId)}
          entry={entries.find((entry) => entry.lineId === line.lineId)}
        />
      ))}
      {offer.fallbacks.length < 2 ? null : (
        <FallbackField frame={frame} fallbacks={offer.fallbacks} chosen={fallback} />
      )}
    </div>
  )
}

type WantedProps = {
  readonly frame: PageFrame
  readonly action: string
  readonly line: OfferedLine
  readonly index: number
  readonly entry: LineEntry | undefined
}

function WantedGoods(props: WantedProps) {
  const { frame, action, line, index, entry } = props
  const { t } = frame.text
  const id = `returns-portal-exchange-${index}`
  const value = entry?.exchange ?? ''
  const isThere = line.variants.some(({ gid }) => gid === value)
  const hasVariants = line.variants.length > 0
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{t('exchange.wanted', { title: line.title })}</label>
      {hasVariants ? (
        <select id={id} name={`line.${index}.exchange`} defaultValue={isThere ? value : ''}>
          <option value="">{t('exchange.choose')}</option>
          {line.variants.map((one) => (
            <option key={one.gid} value={one.gid}>
              {one.variantTitle ?? one.title}
            </option>
          ))}
        </select>
      ) : (
        <p className="returns-portal__hint">{t('gift.none_same')}</p>
      )}
      <div className="returns-portal__fields">
        <div className="returns-portal__field">
          <label htmlFor={hasVariants ? `${id}-find` : id}>{t('exchange.find')}</label>
          <input
            id={hasVariants ? `${id}-find` : id}
            type="search"
            name={`line.${index}.find`}
            defaultValue={entry?.find ?? ''}
            maxLength={80}
            autoComplete="off"
          />
        </div>
        <button
          className="returns-portal__button returns-portal__button--quiet"
          type="submit"
          formAction={action}
        >
          {t('exchange.search')}
        </button>
      </div>
      <FoundGoods {...props} value={isThere ? '' : value} />
    </div>
  )
}

/** What the search found that costs the same, as a list to choose from. */
function FoundGoods({ frame, line, index, value }: WantedProps & { readonly value: string }) {
  const { t } = frame.text
  const { others, search, variants } = line
  if (others.length === 0)
    return search === null ? null : <p className="returns-portal__hint">{t('gift.none_even')}</p>
  const id = `returns-portal-other-${index}`
  const isChosen = others.some(({ gid }) => gid === value)
  const choices = [
    ...others.map((one) => ({ gid: one.gid, name: nameOf(one), isChosen: one.gid === value })),
    ...(variants.length === 0 ? [] : [{ gid: '', name: t('exchange.none_of_these'), isChosen: !isChosen }]),
  ]
  return (
    <fieldset className="returns-portal__question">
      <legend>{t(search === null ? 'exchange.chosen' : 'exchange.found')}</legend>
      {choices.map((one, place) => (
        <p className="returns-portal__answer" key={one.gid}>
          <input
            id={`${id}-${place}`}
            type="radio"
            name={`line.${index}.other`}
            value={one.gid}
            defaultChecked={one.isChosen}
          />
          <label htmlFor={`${id}-${place}`}>
            <bdi>{one.name}</bdi>
          </label>
        </p>
      ))}
      {search === null || search.more === 0 ? null : (
        <p className="returns-portal__hint">{t('exchange.more_found', { count: search.more })}</p>
      )}
    </fieldset>
  )
}

function nameOf({ title, variantTitle }: OfferedVariant): string {
  return variantTitle === null ? title : `${title} · ${variantTitle}`
}

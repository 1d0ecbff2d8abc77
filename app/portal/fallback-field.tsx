import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { PageFrame } from './portal-page.tsx'

/** What there is if goods in exchange are gone when they are to be sent; the first where `chosen` is none of them. */
export function FallbackField(props: {
  readonly frame: PageFrame
  readonly fallbacks: readonly ExchangeFallback[]
  readonly chosen: string
}) {
  const { frame, fallbacks, chosen } = props
  const { t } = frame.text
  const id = 'returns-portal-fallback'
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{t('exchange.fallback')}</label>
      <select id={id} name="fallback" defaultValue={fallbacks.find((one) => one === chosen) ?? fallbacks[0]}>
        {fallbacks.map((one) => (
          <option key={one} value={one}>
            {t(one === 'wait' ? 'exchange.wait' : `outcome.${one}`)}
          </option>
        ))}
      </select>
    </div>
  )
}

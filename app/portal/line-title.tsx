import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import type { PageFrame } from './portal-page.tsx'

/** A line by its name and variant. */
export function LineTitle({ line }: { line: LineFacts }) {
  return (
    <>
      <bdi className="returns-portal__line-title">{line.title}</bdi>
      {line.variantTitle === null ? null : <bdi className="returns-portal__meta">{line.variantTitle}</bdi>}
    </>
  )
}

/** Price, until when, and what it costs: everything a shopper should know before choosing the line. */
export function LineTerms({
  frame,
  line,
  judged,
  id,
}: {
  frame: PageFrame
  line: LineFacts
  judged: LineDecision
  id: string
}) {
  const { t, money, day, percent } = frame.text
  const { restockingFee } = judged.terms
  const price = t('order.price_each', { price: money(line.discountedUnitPrice) })
  return (
    <div id={id}>
      <p className="returns-portal__meta">
        {[price, t('order.bought', { count: line.quantity })].join(' · ')}
      </p>
      <p className="returns-portal__meta">
        {judged.window === null ? t('order.no_limit') : t('order.until', { day: day(judged.window.lastDay) })}
      </p>
      {restockingFee.percent > 0 ? (
        <p className="returns-portal__meta">
          {t('order.fee_restocking', { percent: percent(restockingFee.percent) })}
        </p>
      ) : null}
      {waitsForPerson(judged) ? <p className="returns-portal__meta">{t('order.review')}</p> : null}
    </div>
  )
}

/** Whether a person looks whatever she says: what only hangs on her answers is no reason yet. */
function waitsForPerson({ verdict, reasons }: LineDecision): boolean {
  return (
    verdict === 'review' && !reasons.some(({ key }) => key === 'request.open' || key === 'evidence.missing')
  )
}

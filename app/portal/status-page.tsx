import { sum } from '#app/domain/money.ts'
import type { ShopperMoney, ShopperReturnView } from '#app/use-cases/get-return-for-shopper.server.ts'
import { Notice, type PageFrame, PortalPage, ProductImage, Subtitle } from './portal-page.tsx'
import type { PortalText } from './portal-text.ts'
import { ReceiptTable } from './receipt-table.tsx'

export type StatusPageProps = {
  readonly frame: PageFrame
  readonly view: ShopperReturnView
  /** The merchant's words on how to send items back. */
  readonly instructions: string
}

/** The page that people come back to: where the return stands, what comes next, what happened, and the money. */
export function StatusPage(props: StatusPageProps) {
  const { frame, view } = props
  const { t } = frame.text
  const name =
    view.name === null
      ? t('status.unnamed', { order: view.orderName })
      : t('status.name', { name: view.name })
  return (
    <PortalPage frame={frame} title={name}>
      <Headline {...props} />
      <div className="returns-portal__layout">
        <div className="returns-portal__main">
          <Timeline {...props} />
          <Items {...props} />
        </div>
        <MoneyCard {...props} />
      </div>
      <p className="returns-portal__hint">{t('status.keep')}</p>
      <div className="returns-portal__actions">
        <button
          className="returns-portal__button returns-portal__button--quiet"
          type="button"
          data-portal-print=""
        >
          {t('status.print')}
        </button>
        <a href={frame.to('')} data-portal-link="">
          {t('back_to_start')}
        </a>
      </div>
    </PortalPage>
  )
}

type Words = { readonly headline: string; readonly sentences: readonly string[] }

/** Only money that settled is called paid. */
function wordsOf({ frame, view, instructions }: StatusPageProps): Words {
  const { t, money } = frame.text
  if (view.status === 'declined') {
    const because = frame.text.tOr(
      `status.decline.${view.decline?.reason ?? 'OTHER'}`,
      'status.decline.OTHER',
    )
    return { headline: t('status.headline.declined'), sentences: [because] }
  }
  if (view.status === 'cancelled')
    return { headline: t('status.headline.cancelled'), sentences: [t('status.text.cancelled')] }
  const isExchanged = view.events.some(({ kind }) => kind === 'exchange_sent')
  if (view.nextStep === 'none' && isExchanged && view.money.length === 0)
    return { headline: t('status.headline.exchanged'), sentences: [t('status.text.exchanged')] }
  if (view.nextStep === 'none') {
    const paid = view.money.filter((movement) => movement.state === 'settled')
    const [first] = paid
    if (first === undefined)
      return { headline: t('status.headline.closed'), sentences: [t('status.text.closed')] }
    const total = sum(
      paid.map(({ amount }) => amount),
      first.amount.currency,
    )
    const way = first.method === 'store_credit' ? 'store_credit' : 'refund'
    return {
      headline: t(`status.headline.paid.${way}`, { amount: money(total) }),
      sentences: [t(`status.text.paid.${way}`)],
    }
  }
  const step = view.nextStep
  return {
    headline: t(`status.headline.${step}`),
    sentences: [step === 'send_items' && instructions !== '' ? instructions : t(`status.text.${step}`)],
  }
}

function Headline(props: StatusPageProps) {
  const { headline, sentences } = wordsOf(props)
  const { t } = props.frame.text
  const note = props.view.status === 'declined' ? (props.view.decline?.note ?? '') : ''
  return (
    <div className="returns-portal__headline">
      <p className="returns-portal__amount" data-portal-headline="">
        {headline}
      </p>
      {sentences.map((sentence) => (
        <p key={sentence} className="returns-portal__lead returns-portal__written">
          {sentence}
        </p>
      ))}
      {note === '' ? null : (
        <blockquote className="returns-portal__quote">
          <p className="returns-portal__meta">{t('status.decline_note')}</p>
          <p className="returns-portal__written">
            <bdi>{note}</bdi>
          </p>
        </blockquote>
      )}
    </div>
  )
}

function Timeline({ frame, view }: StatusPageProps) {
  const { text } = frame
  return (
    <div className="returns-portal__card">
      <Subtitle frame={frame}>{text.t('status.timeline')}</Subtitle>
      <ol className="returns-portal__timeline">
        {view.events.map((event, index) => (
          <li key={index}>
            <span>{text.event(event)}</span>
            <time className="returns-portal__meta" dateTime={event.at}>
              {text.time(event.at)}
            </time>
          </li>
        ))}
        {view.nextStep === 'none' ? null : (
          <li className="is-next">
            <span>{text.t(`status.next.${view.nextStep}`)}</span>
            <span className="returns-portal__meta">{text.t('status.next')}</span>
          </li>
        )}
      </ol>
    </div>
  )
}

function Items({ frame, view }: StatusPageProps) {
  const { t } = frame.text
  return (
    <div className="returns-portal__card">
      <Subtitle frame={frame}>{t('status.items')}</Subtitle>
      <ul className="returns-portal__lines" role="list">
        {view.lines.map((line, index) => (
          <li key={index} className="returns-portal__line-head">
            <ProductImage url={line.imageUrl} />
            <div className="returns-portal__line-text">
              <bdi className="returns-portal__line-title">
                {t('receipt.line', { title: line.title, quantity: line.quantity })}
              </bdi>
              {line.variantTitle === null ? null : (
                <bdi className="returns-portal__meta">{line.variantTitle}</bdi>
              )}
              {line.exchange === null ? null : (
                <p className="returns-portal__meta">
                  {t('status.exchange', { title: line.exchange, quantity: line.quantity })}
                </p>
              )}
              <p className="returns-portal__meta">{t('review.reason', { reason: line.reasonName })}</p>
              {line.note === '' ? null : (
                <p className="returns-portal__meta">{t('review.note', { note: line.note })}</p>
              )}
              {line.receivedQuantity === 0 ? null : (
                <p className="returns-portal__meta">
                  {t('status.received', { received: line.receivedQuantity, count: line.quantity })}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}

function MoneyCard({ frame, view }: StatusPageProps) {
  const { text } = frame
  const isOver = view.status === 'declined' || view.status === 'cancelled'
  return (
    <div className="returns-portal__card">
      <Subtitle frame={frame}>{text.t('status.money')}</Subtitle>
      {view.money.length === 0 ? <p>{text.t('status.money.none')}</p> : null}
      {view.money.map((movement, index) => (
        <div key={index}>
          <p className="returns-portal__amount" data-portal-moved={movement.state}>
            {text.money(movement.amount)}
          </p>
          <p className="returns-portal__meta">
            {text.t(`status.money.${movement.purpose}.${movement.method}`)}, {moneyState(movement, text)}
          </p>
        </div>
      ))}
      {view.promised === null || isOver ? null : (
        <>
          <p className="returns-portal__meta">{text.t(`outcome.${view.promised.outcome}`)}</p>
          <ReceiptTable quote={view.promised} text={text} id="returns-portal-receipt" />
        </>
      )}
    </div>
  )
}

/** What a movement's state means to somebody who waits for the money. What we do not know is never called paid. */
function moneyState(movement: ShopperMoney, text: PortalText): string {
  switch (movement.state) {
    case 'settled':
      return text.t('status.money.state.settled', { day: text.dayOf(movement.at) })
    case 'pending':
      return text.t('status.money.state.pending')
    case 'failed':
    case 'refused':
      return text.t('status.money.state.failed')
    case 'intended':
    case 'sent':
    case 'unknown':
      return text.t('status.money.state.open')
  }
}

/** The one answer for a status link that was changed, has ended, or never was. */
export function StatusGonePage({ frame }: { readonly frame: PageFrame }) {
  const { t } = frame.text
  return (
    <PortalPage frame={frame} title={t('status.gone.title')}>
      <Notice kind="info">{t('status.gone.text')}</Notice>
      <p>
        <a href={frame.to('')} data-portal-link="">
          {t('back_to_start')}
        </a>
      </p>
    </PortalPage>
  )
}

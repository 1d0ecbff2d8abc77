import { sum } from '#app/domain/money.ts'
import { textIn } from '#app/domain/policy/local-text.ts'
import type { ShopperMoney, ShopperReturnView } from '#app/use-cases/get-return-for-shopper.server.ts'
import { CaseThread } from './case-thread.tsx'
import { ContactCard, type ContactChannels } from './contact-card.tsx'
import { shownReasonName } from './group-reasons.ts'
import { GonePage, Notice, type PageFrame, PortalPage, ProductImage, Subtitle } from './portal-page.tsx'
import type { PortalText } from './portal-text.ts'
import { ReceiptTable } from './receipt-table.tsx'
import { ShownPhotos } from './shown-photos.tsx'
import { HelpCard, type RefusedPost, SendCard } from './status-actions.tsx'
import { PrintButton } from './print-button.tsx'

export type StatusPageProps = {
  readonly frame: PageFrame
  readonly view: ShopperReturnView
  /** The merchant's words on how to send items back. */
  readonly instructions: string
  /** What opens this page: forms are posted to its own address. */
  readonly token: string
  readonly channels: ContactChannels
  /** What was posted and could not be done. */
  readonly refused?: RefusedPost
}

/** The page that people come back to: where the return stands, what comes next, what happened, and the money. */
export function StatusPage(props: StatusPageProps) {
  const { frame, view, refused } = props
  const { t } = frame.text
  const isWaiting = view.cases.filter(({ isHerTurn, kind }) => isHerTurn && kind === 'question')
  const name =
    view.name === null
      ? t('status.unnamed', { order: view.orderName })
      : t('status.name', { name: view.name })
  return (
    <PortalPage
      frame={frame}
      title={name}
      url={frame.to(`status/${props.token}`)}
      invalid={refused !== undefined}
    >
      {refused?.notice === undefined ? null : <Notice kind="error">{refused.notice}</Notice>}
      <Headline {...props} />
      {isWaiting.map((one) => (
        <Thread key={one.id} {...props} one={one} />
      ))}
      <div className="returns-portal__layout">
        <div className="returns-portal__main">
          <SendCard {...props} />
          <Timeline {...props} />
          <Items {...props} />
          {view.cases
            .filter((one) => !isWaiting.includes(one))
            .map((one) => (
              <Thread key={one.id} {...props} one={one} />
            ))}
        </div>
        <div className="returns-portal__main">
          <MoneyCard {...props} />
          <HelpCard {...props} />
          <ContactCard frame={frame} channels={props.channels} />
        </div>
      </div>
      <p className="returns-portal__hint">{t('status.keep')}</p>
      <div className="returns-portal__actions">
        <PrintButton frame={frame} />
        <a href={frame.to('')} data-portal-link="">
          {t('back_to_start')}
        </a>
      </div>
    </PortalPage>
  )
}

type Words = { readonly headline: string; readonly sentences: readonly string[] }

/** Only money that settled is called paid. */
function wordsOf({ frame, view }: StatusPageProps): Words {
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
  return { headline: t(`status.headline.${step}`), sentences: [t(`status.text.${step}`)] }
}

/** Whose turn it is, and by when where something says so. */
function NextTurn({ frame, view }: StatusPageProps) {
  const { t, day } = frame.text
  const { nextStep, due } = view
  const isAsked = view.cases.some(({ isHerTurn, kind }) => isHerTurn && kind === 'question')
  const words = [
    ...(nextStep === 'none' || (isAsked && nextStep !== 'send_items') ? [] : [t(`status.who.${nextStep}`)]),
    ...(isAsked ? [t('case.state.asked')] : []),
    ...(due === null ? [] : [t(`status.due.${due.by}`, { day: day(due.day) })]),
  ]
  return words.length === 0 ? null : <p className="returns-portal__meta">{words.join(' ')}</p>
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
      <NextTurn {...props} />
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

function Thread(props: StatusPageProps & { readonly one: ShopperReturnView['cases'][number] }) {
  const { frame, token, refused, one } = props
  return <CaseThread frame={frame} view={one} action={frame.to(`status/${token}`)} typed={refused?.reply} />
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

function Items({ frame, view, token }: StatusPageProps) {
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
              <p className="returns-portal__meta">
                {t('review.reason', { reason: shownReasonName(line.reason, frame.text.explains) })}
              </p>
              {line.answers.map(({ question, answer }, at) => (
                <p className="returns-portal__meta" key={at}>
                  {t('review.answer', {
                    question: textIn(question, frame.text.explains),
                    answer: textIn(answer, frame.text.explains),
                  })}
                </p>
              ))}
              {line.note === '' ? null : (
                <p className="returns-portal__meta">{t('review.note', { note: line.note })}</p>
              )}
              <ShownPhotos
                frame={frame}
                urls={line.photos.map((photo) => frame.to(`status/${token}/photos/${photo}`))}
              />
              {line.isKept ? <p className="returns-portal__meta">{t('status.kept')}</p> : null}
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
  return <GonePage frame={frame} title={t('status.gone.title')} sentence={t('status.gone.text')} />
}

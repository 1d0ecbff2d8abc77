import type { ShopperReturnView } from '#app/use-cases/get-return-for-shopper.server.ts'
import { CaseField } from './case-fields.tsx'
import type { TypedReply } from './case-thread.tsx'
import { type PageFrame, PortalPage, Subtitle } from './portal-page.tsx'

/** What was posted on the status page and could not be done: a notice above, or what was typed with its problem. */
export type RefusedPost = {
  readonly notice?: string
  readonly reply?: TypedReply
  readonly tracking?: TypedTracking
}
export type TypedTracking = {
  readonly carrier: string
  readonly code: string
  readonly errors: { readonly carrier?: string | undefined; readonly code?: string | undefined }
}

type ActionProps = {
  readonly frame: PageFrame
  readonly view: ShopperReturnView
  readonly token: string
  readonly instructions: string
  readonly refused?: RefusedPost
}

/** How to send it back, and the field for the number of the parcel. Nothing where nothing is sent (any more). */
export function SendCard({ frame, view, token, instructions, refused }: ActionProps) {
  const { t } = frame.text
  const isWaitedFor = view.may.addTracking || view.nextStep === 'send_items'
  if (!isWaitedFor) return null
  const typed = refused?.tracking
  const { tracking } = view
  return (
    <div className="returns-portal__card">
      <Subtitle frame={frame}>{t('status.send.title')}</Subtitle>
      {view.returnMethod === null ? null : (
        <p>
          <strong>{t(`method.${view.returnMethod}`)}</strong>
          <br />
          {t(`method.${view.returnMethod}_hint`)}
        </p>
      )}
      {view.sendTo.map(({ name, address, titles }) => {
        const place = [name, ...address].join(', ')
        return (
          <p key={name}>
            {titles === null
              ? t('review.send_to', { place })
              : t('review.send_some_to', { titles: titles.join(', '), place })}
          </p>
        )
      })}
      {instructions === '' ? null : <p className="returns-portal__written">{instructions}</p>}
      {view.name === null ? null : <p>{t('status.send.label', { name: view.name })}</p>}
      {tracking === null ? null : <p>{t('status.tracking.known', tracking)}</p>}
      {view.may.addTracking ? (
        <form
          className="returns-portal__main"
          method="post"
          action={frame.to(`status/${token}`)}
          aria-label={t('status.tracking.title')}
          noValidate
        >
          <input type="hidden" name="do" value="track" />
          {tracking === null ? <p>{t('status.tracking.lead')}</p> : null}
          <div className="returns-portal__fields">
            <CaseField
              name="carrier"
              label={t('status.tracking.carrier')}
              value={typed?.carrier ?? tracking?.carrier ?? ''}
              error={typed?.errors.carrier}
              maxLength={40}
            />
            <CaseField
              name="code"
              label={t('status.tracking.code')}
              value={typed?.code ?? tracking?.code ?? ''}
              error={typed?.errors.code}
              maxLength={60}
            />
          </div>
          <button className="returns-portal__button returns-portal__button--quiet" type="submit">
            {t('status.tracking.save')}
          </button>
        </form>
      ) : null}
    </div>
  )
}

/** What somebody can do who is not content, and the way out of the return while nothing is on its way. */
export function HelpCard({ frame, view, token }: ActionProps) {
  const { t } = frame.text
  const asks = [
    ...(view.status === 'declined' ? (['exception'] as const) : []),
    ...(view.may.contest ? (['contest'] as const) : []),
    'complaint' as const,
  ]
  return (
    <div className="returns-portal__card">
      <Subtitle frame={frame}>{t('status.help')}</Subtitle>
      <ul className="returns-portal__lines" role="list">
        {asks.map((kind) => (
          <li key={kind}>
            <a href={frame.to(kind, { t: token })} data-portal-link="">
              {t(`status.help.${kind}`)}
            </a>
          </li>
        ))}
      </ul>
      {view.may.cancel ? (
        <form className="returns-portal__main" method="post" action={frame.to(`status/${token}`)}>
          <input type="hidden" name="do" value="cancel" />
          <button className="returns-portal__button returns-portal__button--quiet" type="submit">
            {t('status.cancel')}
          </button>
        </form>
      ) : null}
    </div>
  )
}

/** Asks once more before a return is cancelled. */
export function CancelPage({ frame, view, token }: Pick<ActionProps, 'frame' | 'view' | 'token'>) {
  const { t } = frame.text
  return (
    <PortalPage frame={frame} title={t('status.cancel.title')} url={frame.to(`status/${token}`)}>
      <p className="returns-portal__lead">{t('status.cancel.lead')}</p>
      <ul className="returns-portal__lines" role="list">
        {view.lines.map((line, index) => (
          <li key={index}>
            <bdi>{t('receipt.line', { title: line.title, quantity: line.quantity })}</bdi>
          </li>
        ))}
      </ul>
      <form className="returns-portal__form--bare" method="post" action={frame.to(`status/${token}`)}>
        <input type="hidden" name="do" value="cancel_now" />
        <div className="returns-portal__actions">
          <button className="returns-portal__button" type="submit">
            {t('status.cancel.confirm')}
          </button>
          <a
            className="returns-portal__button returns-portal__button--quiet"
            href={frame.to(`status/${token}`)}
            data-portal-link=""
          >
            {t('status.cancel.keep')}
          </a>
        </div>
      </form>
    </PortalPage>
  )
}

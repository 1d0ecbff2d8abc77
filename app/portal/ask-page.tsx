import { randomUUID } from 'node:crypto'
import { longestCaseText } from '#app/domain/case.ts'
import { CaseField } from './case-fields.tsx'
import { HoneyPot } from './lookup-page.tsx'
import { Notice, type PageFrame, PortalPage, ProductImage } from './portal-page.tsx'
import { BackToStart } from './withdraw-page.tsx'

/** What shoppers write to staff about an order or a return. */
export type AskKind = 'complaint' | 'exception' | 'contest'

/** Goods that it may be about. */
export type AskLine = {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly imageUrl: string | null
  /** Why the policy does not take it back. */
  readonly why: readonly string[]
}

export type AskPageProps = {
  readonly frame: PageFrame
  readonly kind: AskKind
  readonly orderName: string
  readonly token: string
  readonly lines: readonly AskLine[]
  /** The line at which it began and the reason chosen for it; empty where there is none. */
  readonly begunAt: string
  readonly reason: string
  /** The order has no address to answer to. */
  readonly needsEmail: boolean
  readonly typed?: {
    readonly text: string
    readonly lineIds: readonly string[]
    readonly email: string
    readonly key: string
  }
  readonly errors?: {
    readonly text?: string | undefined
    readonly lines?: string | undefined
    readonly email?: string | undefined
  }
  readonly notice?: string
}

/** A complaint, a request for an exception or a contested inspection: which goods, and what the shopper has to say. */
export function AskPage(props: AskPageProps) {
  const { frame, kind, orderName, token, lines, typed, errors = {}, notice } = props
  const { t } = frame.text
  const isWrong = notice !== undefined || Object.values(errors).some((error) => error !== undefined)
  return (
    <PortalPage frame={frame} title={t(`ask.${kind}.title`)} invalid={isWrong}>
      {isWrong ? <Notice kind="error">{notice ?? t('withdraw.error')}</Notice> : null}
      <p className="returns-portal__lead">{t(`ask.${kind}.lead`, { order: orderName })}</p>
      <form className="returns-portal__form" method="post" action={frame.to(kind)} noValidate>
        <input type="hidden" name="t" value={token} />
        <input type="hidden" name="key" value={typed?.key ?? randomUUID()} />
        {props.begunAt === '' ? null : <input type="hidden" name="about" value={props.begunAt} />}
        {props.reason === '' ? null : <input type="hidden" name="reason" value={props.reason} />}
        {lines.length === 0 ? null : <LineChoice {...props} />}
        <CaseField
          name="text"
          label={t(`ask.${kind}.text`)}
          hint={t('ask.text_hint', { count: longestCaseText })}
          value={typed?.text ?? ''}
          error={errors.text}
          maxLength={longestCaseText}
          rows={5}
        />
        {props.needsEmail ? (
          <CaseField
            name="email"
            label={t('withdraw.email')}
            value={typed?.email ?? ''}
            error={errors.email}
            maxLength={254}
            autoComplete="email"
            inputMode="email"
          />
        ) : null}
        <HoneyPot label={t('start.trap')} />
        <button className="returns-portal__button" type="submit">
          {t(`ask.${kind}.send`)}
        </button>
      </form>
      <BackToStart frame={frame} />
    </PortalPage>
  )
}

function LineChoice({ frame, kind, lines, begunAt, typed, errors = {} }: AskPageProps) {
  const { t } = frame.text
  return (
    <fieldset aria-describedby={errors.lines === undefined ? undefined : 'returns-portal-lines-error'}>
      <legend className="returns-portal__legend">{t(`ask.${kind}.lines`)}</legend>
      {errors.lines === undefined ? null : (
        <p className="returns-portal__error" id="returns-portal-lines-error">
          {errors.lines}
        </p>
      )}
      <ul className="returns-portal__lines" role="list">
        {lines.map((line, index) => {
          const id = `returns-portal-line-${index}`
          return (
            <li key={line.id} className="returns-portal__line-head">
              <input
                type="checkbox"
                id={id}
                name={`line.${index}`}
                value={line.id}
                defaultChecked={
                  typed?.lineIds.includes(line.id) ?? (lines.length === 1 || line.id === begunAt)
                }
              />
              <ProductImage url={line.imageUrl} />
              <div className="returns-portal__line-text">
                <label className="returns-portal__line-title" htmlFor={id}>
                  <bdi>{line.title}</bdi>
                </label>
                {line.detail === '' ? null : <bdi className="returns-portal__meta">{line.detail}</bdi>}
                {line.why.map((sentence) => (
                  <p key={sentence} className="returns-portal__meta" lang={frame.text.explains}>
                    {sentence}
                  </p>
                ))}
              </div>
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}

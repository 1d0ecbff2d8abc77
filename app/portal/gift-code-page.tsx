import { HoneyPot } from './lookup-page.tsx'
import { FieldError, Notice, type PageFrame, PortalPage } from './portal-page.tsx'

export type GiftCodePageProps = {
  readonly frame: PageFrame
  readonly action: string
  readonly error?: string
  readonly notice?: string
}

/** The first step of somebody who was given something: the code, and nothing else. What was typed does not come back. */
export function GiftCodePage({ frame, action, error, notice }: GiftCodePageProps) {
  const { t } = frame.text
  const id = 'returns-portal-gift'
  const isInvalid = error !== undefined || notice !== undefined
  return (
    <PortalPage frame={frame} title={t('gift.title')} url={frame.to('gift')} invalid={isInvalid}>
      {notice === undefined ? null : <Notice kind="error">{notice}</Notice>}
      <p className="returns-portal__lead">{t('gift.lead')}</p>
      <form className="returns-portal__form" method="post" action={action} noValidate>
        <div className="returns-portal__field">
          <label htmlFor={id}>{t('gift.code')}</label>
          <input
            id={id}
            name="code"
            type="text"
            required
            maxLength={40}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            dir="ltr"
            aria-describedby={error === undefined ? `${id}-hint` : `${id}-error ${id}-hint`}
            {...(error === undefined ? {} : { 'aria-invalid': true, 'data-portal-focus': '' })}
          />
          {error === undefined ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
          <p className="returns-portal__hint" id={`${id}-hint`}>
            {t('gift.code_hint')}
          </p>
        </div>
        <HoneyPot label={t('start.trap')} />
        <button className="returns-portal__button" type="submit">
          {t('gift.open')}
        </button>
      </form>
      <p className="returns-portal__aside-note">
        <a href={frame.to('')} data-portal-link="">
          {t('back_to_start')}
        </a>
      </p>
    </PortalPage>
  )
}

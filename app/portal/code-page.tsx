import type { LineEntry } from './line-entries.ts'
import { KeptLines } from './lookup-page.tsx'
import { FieldError, Notice, type PageFrame, PortalPage } from './portal-page.tsx'

export type CodePageProps = {
  readonly frame: PageFrame
  /** Which lookup waits for its code. */
  readonly token: string
  readonly error?: string
  readonly notice?: { readonly kind: 'good' | 'info'; readonly sentence: string }
  /** Lines typed before a visit ended. */
  readonly kept?: readonly LineEntry[]
}

/** Between lookup and items: the mailed code. It says the same whether there is such an order or not. */
export function CodePage({ frame, token, error, notice, kept = [] }: CodePageProps) {
  const { t } = frame.text
  const { contactEmail } = frame
  return (
    <PortalPage
      frame={frame}
      title={t('code.title')}
      steps="find"
      url={frame.to('code', { c: token })}
      invalid={error !== undefined}
    >
      {notice === undefined ? null : <Notice kind={notice.kind}>{notice.sentence}</Notice>}
      <p className="returns-portal__lead">{t('code.lead')}</p>
      <form className="returns-portal__form" method="post" action={frame.to('code')} noValidate>
        <input type="hidden" name="c" value={token} />
        <KeptLines entries={kept} />
        <div className="returns-portal__field">
          <label htmlFor="returns-portal-code">{t('code.label')}</label>
          <input
            id="returns-portal-code"
            name="code"
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            maxLength={12}
            spellCheck={false}
            aria-describedby={
              error === undefined
                ? 'returns-portal-code-hint'
                : 'returns-portal-code-error returns-portal-code-hint'
            }
            {...(error === undefined ? {} : { 'aria-invalid': true, 'data-portal-focus': '' })}
          />
          {error === undefined ? null : <FieldError id="returns-portal-code-error">{error}</FieldError>}
          <p className="returns-portal__hint" id="returns-portal-code-hint">
            {t('code.hint')}
          </p>
        </div>
        <button className="returns-portal__button" type="submit">
          {t('code.submit')}
        </button>
      </form>
      <p className="returns-portal__hint">{t('code.nothing')}</p>
      <form method="post" action={frame.to('code')}>
        <input type="hidden" name="c" value={token} />
        <input type="hidden" name="again" value="1" />
        <KeptLines entries={kept} />
        <button className="returns-portal__button returns-portal__button--quiet" type="submit">
          {t('code.again')}
        </button>
      </form>
      {contactEmail === null ? null : (
        <p className="returns-portal__hint">{t('code.contact', { email: contactEmail })}</p>
      )}
      <p className="returns-portal__aside-note">
        <a href={frame.to('')} data-portal-link="">
          {t('code.restart')}
        </a>
      </p>
    </PortalPage>
  )
}

import type { PostedForm } from './posted-form.server.ts'
import { Notice, type PageFrame, PortalPage } from './portal-page.tsx'

/**
 * The shop did not answer. Everything that was posted stands in the page again, so that one press sends it once more; the
 * submission's key is among it, so that it stays one return.
 */
export function RetryPage({ frame, step, form }: { frame: PageFrame; step: string; form: PostedForm }) {
  const { t } = frame.text
  return (
    <PortalPage frame={frame} title={t('retry.title')} invalid>
      <Notice kind="error">{t('unreachable')}</Notice>
      <form method="post" action={frame.to(step)}>
        {[...form].map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button className="returns-portal__button" type="submit">
          {t('retry.again')}
        </button>
      </form>
    </PortalPage>
  )
}

import type { SaidPage, SaidSection } from '#app/i18n/say-page.ts'
import type { PageLocale } from '#app/i18n/page-languages.ts'
import { directionOf } from '#app/i18n/portal-languages.ts'
import { type PageFrame, PortalPage, Subtitle } from './portal-page.tsx'

/** The shop's return policy, from the rules in force. It may be in a language that the rest of the portal does not speak. */
export function PolicyPage({
  frame,
  page,
  locale,
}: {
  readonly frame: PageFrame
  readonly page: SaidPage
  readonly locale: PageLocale
}) {
  return (
    <PortalPage frame={frame} title={page.title} url={frame.to('policy')}>
      <div className="returns-portal__policy" lang={locale} dir={directionOf(locale)}>
        {page.sections.map((section) => (
          <Section key={section.id} frame={frame} section={section} />
        ))}
      </div>
      <p className="returns-portal__aside-note">
        <a href={frame.to('')} data-portal-link="">
          {frame.text.t('back_to_start')}
        </a>
      </p>
    </PortalPage>
  )
}

function Section({ frame, section }: { readonly frame: PageFrame; readonly section: SaidSection }) {
  return (
    <section>
      <Subtitle frame={frame}>{section.title}</Subtitle>
      {section.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {section.rules.length === 0 ? null : (
        <ol>
          {section.rules.map(({ id, when, sentences }) => (
            <li key={id}>
              <p>
                <strong>{when}</strong>
              </p>
              {sentences.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

import { type PageFrame, Subtitle } from './portal-page.tsx'

/** How to reach the shop; empty texts are channels that it does not have. */
export type ContactChannels = {
  readonly email: string | null
  readonly phone: string
  /** When somebody answers, in the merchant's words. */
  readonly hours: string
}

/** The channels that shoppers reach people on, with their hours; nothing where there is none. */
export function ContactCard({ frame, channels }: { frame: PageFrame; channels: ContactChannels }) {
  const { t } = frame.text
  const { email, phone, hours } = channels
  if (email === null && phone === '') return null
  return (
    <div className="returns-portal__card">
      <Subtitle frame={frame}>{t('contact.title')}</Subtitle>
      {email === null ? null : (
        <p>
          <span className="returns-portal__meta">{t('contact.email')}</span>
          <br />
          <a href={`mailto:${email}`}>{email}</a>
        </p>
      )}
      {phone === '' ? null : (
        <p>
          <span className="returns-portal__meta">{t('contact.phone')}</span>
          <br />
          <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
            <bdi>{phone}</bdi>
          </a>
        </p>
      )}
      {hours === '' ? null : <p className="returns-portal__meta returns-portal__written">{hours}</p>}
    </div>
  )
}

import type { ShopperCaseView } from '#app/use-cases/get-case-for-shopper.server.ts'
import { FactList } from './case-fields.tsx'
import { CaseThread, type TypedReply } from './case-thread.tsx'
import { ContactCard, type ContactChannels } from './contact-card.tsx'
import { Notice, type PageFrame, PortalPage } from './portal-page.tsx'
import { PrintButton } from './print-button.tsx'
import { BackToStart, declarationFacts } from './withdraw-page.tsx'

export type CasePageProps = {
  readonly frame: PageFrame
  readonly view: ShopperCaseView
  readonly token: string
  readonly channels: ContactChannels
  readonly typed?: TypedReply | undefined
}

/** One case for whoever holds its link: the receipt of what was declared or written, and what was answered. */
export function CasePage({ frame, view, token, channels, typed }: CasePageProps) {
  const { text } = frame
  const { t } = text
  const isWithdrawal = view.kind === 'withdrawal'
  const { statement } = view
  const declared = {
    name: statement.name ?? '',
    orderName: statement.orderName ?? '',
    email: statement.email ?? '',
    goods: (statement.goods ?? []).join('\n'),
  }
  return (
    <PortalPage
      frame={frame}
      title={t(`case.kind.${view.kind}`, { name: view.name })}
      invalid={typed !== undefined}
    >
      <Notice kind="good">
        {t(isWithdrawal ? 'case.received.withdrawal' : 'case.received', {
          name: view.name,
          time: text.time(view.createdAt),
        })}
      </Notice>
      {view.buyerEmail === null ? null : (
        <p className="returns-portal__lead">{t('case.mailed', { email: view.buyerEmail })}</p>
      )}
      <div className="returns-portal__layout">
        <div className="returns-portal__main">
          {isWithdrawal ? (
            <div className="returns-portal__card">
              <FactList
                facts={[
                  [t('case.number'), view.name],
                  [t('case.received_at'), text.time(view.createdAt)],
                  ...declarationFacts(text, declared),
                ]}
              />
              <p>{t('case.withdrawal.next')}</p>
            </div>
          ) : null}
          {isWithdrawal && view.messages.length === 0 ? null : (
            <CaseThread
              frame={frame}
              view={view}
              action={frame.to(`case/${token}`)}
              typed={typed}
              hasTitle={false}
            />
          )}
        </div>
        <ContactCard frame={frame} channels={channels} />
      </div>
      <div className="returns-portal__actions">
        <PrintButton frame={frame} />
      </div>
      <BackToStart frame={frame} />
    </PortalPage>
  )
}

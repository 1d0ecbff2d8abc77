import { randomUUID } from 'node:crypto'
import { longestCaseText } from '#app/domain/case.ts'
import type { ShopperCaseView } from '#app/use-cases/get-case-for-shopper.server.ts'
import { CaseField } from './case-fields.tsx'
import { type PageFrame, Subtitle } from './portal-page.tsx'

/** What somebody typed into the reply of a case, and what is wrong with it. */
export type TypedReply = { readonly caseId: string; readonly text: string; readonly error: string }

export type CaseThreadProps = {
  readonly frame: PageFrame
  readonly view: ShopperCaseView
  /** Where a reply is posted to. */
  readonly action: string
  readonly typed?: TypedReply | undefined
  /** False where the page has the title already. */
  readonly hasTitle?: boolean
}

/** What was said in a case, whose turn it is, and the field to answer in place. */
export function CaseThread({ frame, view, action, typed, hasTitle = true }: CaseThreadProps) {
  const { text } = frame
  const { t } = text
  const title = t(`case.kind.${view.kind}`, { name: view.name })
  const goods = view.statement.goods ?? []
  return (
    <div className="returns-portal__card" id={`case-${view.name}`}>
      {hasTitle ? <Subtitle frame={frame}>{title}</Subtitle> : null}
      {view.kind === 'withdrawal' ? null : (
        <p className="returns-portal__meta">
          {t(view.kind === 'question' && view.isHerTurn ? 'case.state.asked' : `case.state.${view.state}`)}
        </p>
      )}
      {view.kind === 'withdrawal' || goods.length === 0 ? null : (
        <p className="returns-portal__meta">{t('case.about', { goods: goods.join(', ') })}</p>
      )}
      {view.messages.map((message, index) => (
        <blockquote className="returns-portal__quote" key={index}>
          <p className="returns-portal__meta">
            {t(message.from === 'shop' ? 'case.from_shop' : 'case.from_you')},{' '}
            <time dateTime={message.at}>{text.time(message.at)}</time>
          </p>
          <p className="returns-portal__written">
            <bdi>{message.text}</bdi>
          </p>
        </blockquote>
      ))}
      {view.mayReply ? <Reply frame={frame} view={view} action={action} typed={typed} title={title} /> : null}
    </div>
  )
}

type ReplyProps = Omit<CaseThreadProps, 'hasTitle'> & { readonly title: string }

/** Open while it is her turn; otherwise there for who has more to say. */
function Reply(props: ReplyProps) {
  const { view, typed } = props
  if (view.isHerTurn) return <ReplyForm {...props} />
  return (
    <details className="returns-portal__details" open={typed?.caseId === view.id}>
      <summary>{props.frame.text.t('case.add')}</summary>
      <ReplyForm {...props} />
    </details>
  )
}

function ReplyForm({ frame, view, action, typed, title }: ReplyProps) {
  const { t } = frame.text
  const own = typed?.caseId === view.id ? typed : undefined
  return (
    <form className="returns-portal__main" method="post" action={action} aria-label={title} noValidate>
      <input type="hidden" name="do" value="reply" />
      <input type="hidden" name="case" value={view.id} />
      <input type="hidden" name="key" value={randomUUID()} />
      <CaseField
        name="text"
        idSuffix={`-${view.name}`}
        label={t(view.isHerTurn ? 'case.answer' : 'case.more')}
        value={own?.text ?? ''}
        error={own?.error}
        maxLength={longestCaseText}
        rows={3}
      />
      <button className="returns-portal__button" type="submit">
        {t('case.send')}
      </button>
    </form>
  )
}

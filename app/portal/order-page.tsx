import { digitsOf } from '#app/domain/money.ts'
import type { LineFacts, OrderFacts } from '#app/domain/order.ts'
import type { Decision, LineDecision } from '#app/domain/policy/decision.ts'
import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import type { ReasonOption } from '#app/use-cases/reason-options.ts'
import { DeniedLine } from './denied-line.tsx'
import type { LineEntry, LineErrors } from './line-entries.ts'
import { OpenLine } from './order-line.tsx'
import { FormNotice, Notice, type PageFrame, PortalPage, Subtitle } from './portal-page.tsx'
import { itemsForm } from './why-denied.tsx'

export type OrderPageProps = {
  readonly frame: PageFrame
  readonly token: string
  readonly order: OrderFacts
  readonly decision: Decision
  readonly reasons: readonly ReasonOption[]
  /** What each line, and each part of one, hangs on. */
  readonly needs: ReadonlyMap<string, EvidenceNeeds>
  readonly entries?: readonly LineEntry[]
  readonly errors?: LineErrors
  readonly photoErrors?: ReadonlyMap<string, readonly string[]>
  /** What is wrong with the choice as a whole. */
  readonly notice?: string
  /** What is still asked for. */
  readonly request?: string
  /** Whether it takes the place of the form that it answers. */
  readonly inPlace?: boolean
  /** Lines that were given away. What becomes of them is not told. */
  readonly gifted?: ReadonlySet<string>
  /** Whether the page leads to codes for what was a gift. */
  readonly makesGiftCodes?: boolean
}

/** The second step: per line what can be returned, until when or why not, with quantity, reason, what it hangs on, and note. */
export function OrderPage(props: OrderPageProps) {
  const { frame, order, decision, token, notice, request, inPlace = false, errors, photoErrors } = props
  const { entries = [] } = props
  const { t, dayOf } = frame.text
  const lines = order.lines.flatMap((line) => {
    const judged = decision.lines.find((candidate) => candidate.lineId === line.id)
    return judged === undefined ? [] : [{ line, judged }]
  })
  const isWritten = (line: LineFacts) => entries.some(({ lineId }) => lineOfPart(lineId) === line.id)
  // A line that is claimed to be faulty is written about although it could not be returned otherwise.
  const open = lines.filter(({ line, judged }) => judged.verdict !== 'deny' || isWritten(line))
  const denied = lines.filter((each) => !open.includes(each))
  const isWrong = (errors?.size ?? 0) + (photoErrors?.size ?? 0) > 0
  return (
    <PortalPage
      frame={frame}
      title={t('order.title')}
      steps="choose"
      url={frame.to('order', { t: token })}
      invalid={inPlace}
    >
      <p className="returns-portal__lead">
        {t('order.subtitle', { order: order.name, day: dayOf(order.placedAt) })}
      </p>
      <FormNotice error={notice ?? (isWrong ? t('order.error_summary') : undefined)} request={request} />
      {open.length === 0 ? (
        <>
          <Notice kind="info">{t('order.nothing')}</Notice>
          <form id={itemsForm} method="post" action={frame.to('order')}>
            <input type="hidden" name="t" value={token} />
          </form>
        </>
      ) : (
        <ItemsForm {...props} open={open} />
      )}
      {denied.length === 0 ? null : (
        <>
          <Subtitle frame={frame}>{t('order.denied')}</Subtitle>
          <ul className="returns-portal__lines" role="list">
            {denied.map((each) => (
              <DeniedLine
                key={each.line.id}
                frame={frame}
                token={token}
                isGifted={props.gifted?.has(each.line.id) === true}
                {...each}
              />
            ))}
          </ul>
        </>
      )}
      {props.makesGiftCodes ? (
        <p className="returns-portal__aside-note">
          <a href={frame.to('giftcode', { t: token })} data-portal-link="">
            {t('gift.make_link')}
          </a>
        </p>
      ) : null}
      <p className="returns-portal__aside-note">
        <a href={frame.to('')} data-portal-link="">
          {t('order.other')}
        </a>
      </p>
    </PortalPage>
  )
}

type JudgedLine = { readonly line: LineFacts; readonly judged: LineDecision }

const noNeeds: EvidenceNeeds = { photos: 0, questions: [] }

/** Every open line with its parts, in the order of the form's fields. */
function partsOf(open: readonly JudgedLine[], entries: readonly LineEntry[]) {
  return open.flatMap((each) => {
    const own = entries.filter(({ lineId }) => lineOfPart(lineId) === each.line.id)
    const list: readonly (LineEntry | undefined)[] = own.length === 0 ? [undefined] : own
    return list.map((entry, at) => ({ ...each, entry, place: at + 1, parts: list.length }))
  })
}

function ItemsForm(props: OrderPageProps & { readonly open: readonly JudgedLine[] }) {
  const { frame, token, open, order, reasons, needs, entries = [], errors, photoErrors, inPlace } = props
  const { t } = frame.text
  const picked = entries.filter((entry) => entry.picked)
  const units = picked.reduce((total, entry) => total + (Number(entry.quantity) || 0), 0)
  const many = units === 0 ? 'none' : units === 1 ? 'single' : 'several'
  const parts = partsOf(open, entries)
  const takesFiles = parts.some(
    ({ line, entry }) =>
      (needs.get(entry?.lineId ?? line.id)?.photos ?? 0) > 0 || (entry?.photos ?? []).length > 0,
  )
  return (
    <form
      id={itemsForm}
      className="returns-portal__layout"
      method="post"
      action={frame.to('review')}
      {...(takesFiles ? { encType: 'multipart/form-data' as const } : {})}
      noValidate
      data-portal-draft={order.name}
    >
      <input type="hidden" name="t" value={token} />
      <div className="returns-portal__main">
        <Subtitle frame={frame}>{t('order.returnable')}</Subtitle>
        <ul className="returns-portal__lines" role="list">
          {parts.map(({ line, judged, entry, place, parts: count }, index) => {
            const part = entry?.lineId ?? line.id
            return (
              <OpenLine
                key={part}
                frame={frame}
                token={token}
                index={index}
                line={line}
                judged={judged}
                reasons={reasons}
                part={part}
                place={place}
                parts={count}
                entry={entry}
                error={errors?.get(part)}
                needs={needs.get(part) ?? noNeeds}
                isGifted={props.gifted?.has(line.id) === true}
                photoErrors={photoErrors?.get(part) ?? []}
                isAnswered={inPlace === true}
              />
            )
          })}
        </ul>
      </div>
      <div className="returns-portal__summary">
        <p>
          <strong
            data-portal-count=""
            data-none={t('order.chosen.none')}
            data-one={t('order.chosen.single')}
            data-many={t('order.chosen.several')}
            aria-live="polite"
          >
            {picked.length === 0 ? t('order.summary') : t(`order.chosen.${many}`).replace('#', String(units))}
          </strong>
        </p>
        <p
          className="returns-portal__sum"
          data-portal-sum=""
          data-text={t('order.chosen.sum')}
          data-currency={order.currency}
          data-digits={digitsOf(order.currency)}
          aria-live="polite"
        />
        <p className="returns-portal__hint">{t('order.summary_lead')}</p>
        <button className="returns-portal__button" type="submit">
          {t('order.continue')}
        </button>
      </div>
    </form>
  )
}

import type { LineFacts, OrderFacts } from '#app/domain/order.ts'
import type { Decision, LineDecision } from '#app/domain/policy/decision.ts'
import type { ReasonOption } from '#app/use-cases/reason-options.ts'
import { denialAlternatives } from './denial-words.ts'
import { type LineEntry, type LineErrors, longestNote } from './line-entries.ts'
import { groupReasons, type ReasonGroup, reasonName } from './group-reasons.ts'
import { FieldError, Notice, type PageFrame, PortalPage, ProductImage, Subtitle } from './portal-page.tsx'

export type OrderPageProps = {
  readonly frame: PageFrame
  readonly token: string
  readonly order: OrderFacts
  readonly decision: Decision
  readonly reasons: readonly ReasonOption[]
  readonly entries?: readonly LineEntry[]
  readonly errors?: LineErrors
  /** What is wrong with the choice as a whole. */
  readonly notice?: string
}

/** The second step: per line what can be returned, until when or why not, with quantity, reason and note. */
export function OrderPage(props: OrderPageProps) {
  const { frame, order, decision, token, notice, errors = new Map() } = props
  const { t, dayOf } = frame.text
  const lines = order.lines.flatMap((line) => {
    const judged = decision.lines.find((candidate) => candidate.lineId === line.id)
    return judged === undefined ? [] : [{ line, judged }]
  })
  const open = lines.filter(({ judged }) => judged.verdict !== 'deny')
  const denied = lines.filter(({ judged }) => judged.verdict === 'deny')
  return (
    <PortalPage
      frame={frame}
      title={t('order.title')}
      steps="choose"
      url={frame.to('order', { t: token })}
      invalid={notice !== undefined || errors.size > 0}
    >
      <p className="returns-portal__lead">
        {t('order.subtitle', { order: order.name, day: dayOf(order.placedAt) })}
      </p>
      {notice !== undefined ? <Notice kind="error">{notice}</Notice> : null}
      {notice === undefined && errors.size > 0 ? (
        <Notice kind="error">{t('order.error_summary')}</Notice>
      ) : null}
      {open.length === 0 ? (
        <Notice kind="info">{t('order.nothing')}</Notice>
      ) : (
        <ItemsForm {...props} open={open} />
      )}
      {denied.length === 0 ? null : (
        <>
          <Subtitle frame={frame}>{t('order.denied')}</Subtitle>
          <ul className="returns-portal__lines" role="list">
            {denied.map((each) => (
              <DeniedLine key={each.line.id} frame={frame} {...each} />
            ))}
          </ul>
        </>
      )}
      <p className="returns-portal__aside-note">
        <a href={frame.to('')} data-portal-link="">
          {t('order.other')}
        </a>
      </p>
    </PortalPage>
  )
}

type JudgedLine = { readonly line: LineFacts; readonly judged: LineDecision }

function ItemsForm({
  frame,
  token,
  open,
  reasons,
  entries = [],
  errors,
}: OrderPageProps & { open: readonly JudgedLine[] }) {
  const { t } = frame.text
  const picked = entries.filter((entry) => entry.picked)
  const units = picked.reduce((total, entry) => total + (Number(entry.quantity) || 0), 0)
  const many = units === 0 ? 'none' : units === 1 ? 'single' : 'several'
  return (
    <form className="returns-portal__layout" method="post" action={frame.to('review')} noValidate>
      <input type="hidden" name="t" value={token} />
      <div className="returns-portal__main">
        <Subtitle frame={frame}>{t('order.returnable')}</Subtitle>
        <ul className="returns-portal__lines" role="list">
          {open.map(({ line, judged }, index) => (
            <OpenLine
              key={line.id}
              frame={frame}
              index={index}
              line={line}
              judged={judged}
              reasons={reasons}
              entry={entries.find((entry) => entry.lineId === line.id)}
              error={errors?.get(line.id)}
            />
          ))}
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
        <p className="returns-portal__hint">{t('order.summary_lead')}</p>
        <button className="returns-portal__button" type="submit">
          {t('order.continue')}
        </button>
      </div>
    </form>
  )
}

type OpenLineProps = JudgedLine & {
  readonly frame: PageFrame
  readonly index: number
  readonly reasons: readonly ReasonOption[]
  readonly entry: LineEntry | undefined
  readonly error: ReturnType<LineErrors['get']>
}

function OpenLine({ frame, index, line, judged, reasons, entry, error }: OpenLineProps) {
  const { t } = frame.text
  const id = `returns-portal-line-${index}`
  return (
    <li className="returns-portal__line">
      <input type="hidden" name={`line.${index}.id`} value={line.id} />
      <div className="returns-portal__line-head">
        <input
          id={id}
          name={`line.${index}.pick`}
          type="checkbox"
          value="1"
          defaultChecked={entry?.picked ?? false}
          aria-describedby={`${id}-terms`}
          data-portal-pick=""
        />
        <ProductImage url={line.imageUrl} />
        <div className="returns-portal__line-text">
          <label htmlFor={id}>
            <LineTitle line={line} />
          </label>
          <LineTerms frame={frame} line={line} judged={judged} id={`${id}-terms`} />
        </div>
      </div>
      <div className="returns-portal__line-more">
        <div className="returns-portal__fields">
          <QuantityField frame={frame} index={index} line={line} entry={entry} error={error} />
          <ReasonField frame={frame} index={index} reasons={reasons} entry={entry} error={error} />
        </div>
        <NoteField frame={frame} index={index} entry={entry} error={error} />
        {error?.problem === 'not_returnable' || error?.problem === 'unknown_line' ? (
          <FieldError id={`${id}-error`}>{t('problem.not_returnable')}</FieldError>
        ) : null}
        {error?.problem === 'bundle_incomplete' ? (
          <FieldError id={`${id}-error`}>
            {t('problem.bundle_incomplete', { titles: [...new Set(error.missing)].join(', ') })}
          </FieldError>
        ) : null}
      </div>
    </li>
  )
}

function LineTitle({ line }: { line: LineFacts }) {
  return (
    <>
      <bdi className="returns-portal__line-title">{line.title}</bdi>
      {line.variantTitle === null ? null : <bdi className="returns-portal__meta">{line.variantTitle}</bdi>}
    </>
  )
}

/** Price, until when, and what it costs: everything a shopper should know before choosing the line. */
function LineTerms({
  frame,
  line,
  judged,
  id,
}: {
  frame: PageFrame
  line: LineFacts
  judged: LineDecision
  id: string
}) {
  const { t, money, day, percent } = frame.text
  const { restockingFee } = judged.terms
  const price = t('order.price_each', { price: money(line.discountedUnitPrice) })
  return (
    <div id={id}>
      <p className="returns-portal__meta">
        {[price, t('order.bought', { count: line.quantity })].join(' · ')}
      </p>
      <p className="returns-portal__meta">
        {judged.window === null ? t('order.no_limit') : t('order.until', { day: day(judged.window.lastDay) })}
      </p>
      {restockingFee.percent > 0 ? (
        <p className="returns-portal__meta">
          {t('order.fee_restocking', { percent: percent(restockingFee.percent) })}
        </p>
      ) : null}
      {judged.verdict === 'review' ? <p className="returns-portal__meta">{t('order.review')}</p> : null}
    </div>
  )
}

type FieldProps = Pick<OpenLineProps, 'frame' | 'index' | 'entry' | 'error'>

function QuantityField({ frame, index, line, entry, error }: FieldProps & { readonly line: LineFacts }) {
  const { t } = frame.text
  const id = `returns-portal-quantity-${index}`
  const problem =
    error?.problem === 'quantity_invalid' || error?.problem === 'quantity_exceeded' ? error : undefined
  const most = line.returnableQuantity
  const units = Array.from({ length: Math.min(most, 200) }, (_, at) => String(at + 1))
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{t('order.quantity')}</label>
      <select
        id={id}
        name={`line.${index}.quantity`}
        defaultValue={units.includes(entry?.quantity ?? '') ? entry?.quantity : '1'}
        data-portal-quantity=""
        {...(problem ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {})}
      >
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {t('order.quantity_of', { count: unit, total: most })}
          </option>
        ))}
      </select>
      {problem === undefined ? null : (
        <FieldError id={`${id}-error`}>
          {problem.problem === 'quantity_exceeded'
            ? t('problem.quantity_exceeded', { count: problem.returnable ?? most })
            : t('problem.quantity_invalid')}
        </FieldError>
      )}
    </div>
  )
}

function ReasonField({
  frame,
  index,
  reasons,
  entry,
  error,
}: FieldProps & { readonly reasons: readonly ReasonOption[] }) {
  const { t } = frame.text
  const id = `returns-portal-reason-${index}`
  const isMissing = error?.problem === 'reason_missing'
  const locale = frame.text.explains
  const groups = groupReasons(reasons, {
    locale,
    common: t('order.reasons_common'),
    more: t('order.reasons_more'),
  })
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{t('order.reason')}</label>
      <select
        id={id}
        name={`line.${index}.reason`}
        defaultValue={entry?.reason ?? ''}
        {...(isMissing ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {})}
      >
        <option value="">{t('order.reason_choose')}</option>
        {groups.map((group, at) => (
          <ReasonOptions key={at} group={group} locale={locale} />
        ))}
      </select>
      {isMissing ? <FieldError id={`${id}-error`}>{t('problem.reason_missing')}</FieldError> : null}
    </div>
  )
}

function ReasonOptions({ group, locale }: { readonly group: ReasonGroup; readonly locale: string }) {
  const options = group.reasons.map((reason) => (
    <option key={reason.handle} value={reason.handle}>
      {reasonName(reason, locale)}
    </option>
  ))
  return group.label === '' ? options : <optgroup label={group.label}>{options}</optgroup>
}

function NoteField({ frame, index, entry, error }: FieldProps) {
  const { t } = frame.text
  const id = `returns-portal-note-${index}`
  const isTooLong = error?.problem === 'note_too_long'
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{t('order.note')}</label>
      <textarea
        id={id}
        name={`line.${index}.note`}
        defaultValue={entry?.note ?? ''}
        maxLength={longestNote}
        rows={2}
        aria-describedby={isTooLong ? `${id}-error ${id}-hint` : `${id}-hint`}
        {...(isTooLong ? { 'aria-invalid': true } : {})}
      />
      {isTooLong ? (
        <FieldError id={`${id}-error`}>{t('problem.note_too_long', { count: longestNote })}</FieldError>
      ) : null}
      <p className="returns-portal__hint" id={`${id}-hint`}>
        {t('order.note_hint', { count: longestNote })}
      </p>
    </div>
  )
}

/** A refusal in three parts: what, because, what else is possible. */
function DeniedLine({ frame, line, judged }: JudgedLine & { readonly frame: PageFrame }) {
  const { text, contactEmail } = frame
  // Named where it is not that of the page: screen readers speak it as it is.
  const inLanguage = (lang: string) => (lang === text.locale ? {} : { lang })
  return (
    <li className="returns-portal__line returns-portal__line--denied">
      <div className="returns-portal__line-head">
        <ProductImage url={line.imageUrl} />
        <div className="returns-portal__line-text">
          <LineTitle line={line} />
          <div className="returns-portal__why">
            <strong>{text.t('denied.label')}</strong>
            {judged.reasons.map((reason) => (
              <p key={reason.key} {...inLanguage(text.explains)}>
                {text.reason(reason)}
              </p>
            ))}
            {denialAlternatives(judged, text, contactEmail).map(({ lang, sentence }) => (
              <p className="returns-portal__meta" key={sentence} {...inLanguage(lang)}>
                {sentence}
              </p>
            ))}
          </div>
        </div>
      </div>
    </li>
  )
}

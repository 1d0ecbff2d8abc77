import type { LineFacts } from '#app/domain/order.ts'
import type { ReasonOption } from '#app/use-cases/reason-options.ts'
import { groupReasons, type ReasonGroup, reasonName } from './group-reasons.ts'
import { type LineEntry, type LineErrors, longestNote } from './line-entries.ts'
import { FieldError, type PageFrame } from './portal-page.tsx'

/** A field of a line of the items form: which line, what was typed, what is wrong with it. */
export type LineField = {
  readonly frame: PageFrame
  readonly index: number
  readonly entry: LineEntry | undefined
  readonly error: ReturnType<LineErrors['get']>
}

/** How many units, of those that can still come back. */
export function QuantityField({
  frame,
  index,
  line,
  entry,
  error,
}: LineField & { readonly line: Pick<LineFacts, 'returnableQuantity'> }) {
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

/** Why: the policy's own reasons, or those of Shopify. */
export function ReasonField({
  frame,
  index,
  reasons,
  entry,
  error,
}: LineField & { readonly reasons: readonly ReasonOption[] }) {
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

/** A word to the shop. */
export function NoteField({ frame, index, entry, error }: LineField) {
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

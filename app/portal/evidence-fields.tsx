import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import { textIn } from '#app/domain/policy/local-text.ts'
import type { Question } from '#app/domain/policy/policy.ts'
import { mostPhotos } from '#app/use-cases/assessed-request.ts'
import type { LineEntry } from './line-entries.ts'
import { FieldError, type PageFrame } from './portal-page.tsx'

type Props = {
  readonly frame: PageFrame
  readonly index: number
  readonly token: string
  /** Where the form goes that shows the items again; the order's where it is absent. */
  readonly action?: string
  readonly entry: LineEntry | undefined
  readonly needs: EvidenceNeeds
  readonly photoErrors: readonly string[]
  /** Whether this page answers a form: then what was asked and not answered is marked. */
  readonly isAnswered: boolean
}

/** What a line hangs on: the policy's questions, and photos. */
export function EvidenceFields(props: Props) {
  const { index, entry, needs, photoErrors } = props
  const wantsPhotos = needs.photos > 0 || (entry?.photos ?? []).length > 0 || photoErrors.length > 0
  const asked = [...(wantsPhotos ? ['photos'] : []), ...needs.questions.map(({ id }) => id)]
  if (asked.length === 0) return null
  return (
    <>
      <input type="hidden" name={`line.${index}.asked`} value={asked.join(' ')} />
      {needs.questions.map((question) => (
        <QuestionField key={question.id} {...props} question={question} />
      ))}
      {wantsPhotos ? <PhotosField {...props} /> : null}
    </>
  )
}

function QuestionField({
  frame,
  index,
  entry,
  question,
  isAnswered,
}: Props & { readonly question: Question }) {
  const { t, explains } = frame.text
  const id = `returns-portal-answer-${index}-${question.id}`
  const given = entry?.answers?.[question.id]
  const isMissing =
    isAnswered && given === undefined && entry?.picked === true && entry.asked?.includes(question.id) === true
  return (
    <fieldset
      className="returns-portal__question"
      {...(isMissing ? { 'aria-describedby': `${id}-error` } : {})}
    >
      <legend>{textIn(question.text, explains)}</legend>
      {isMissing ? <FieldError id={`${id}-error`}>{t('evidence.answer_missing')}</FieldError> : null}
      {question.answers.map((answer) => (
        <div className="returns-portal__answer" key={answer.id}>
          <input
            id={`${id}-${answer.id}`}
            type="radio"
            name={`line.${index}.answer.${question.id}`}
            value={answer.id}
            defaultChecked={given === answer.id}
            {...(isMissing ? { 'aria-invalid': true } : {})}
          />
          <label htmlFor={`${id}-${answer.id}`}>{textIn(answer.text, explains)}</label>
        </div>
      ))}
    </fieldset>
  )
}

function PhotosField({ frame, index, token, action, entry, needs, photoErrors }: Props) {
  const { t } = frame.text
  const id = `returns-portal-photos-${index}`
  const photos = entry?.photos ?? []
  const errorId = photoErrors.length > 0 ? `${id}-error ` : ''
  const shared = {
    type: 'file',
    name: `line.${index}.file`,
    accept: 'image/*',
    'aria-describedby': `${errorId}${id}-hint`,
    'data-portal-photos': '',
    'data-portal-upload': frame.to('photos', { t: token }),
    'data-name': `line.${index}.photo`,
    'data-most': mostPhotos,
    'data-label': t('photo.name'),
    'data-uploading': t('photo.uploading'),
    'data-failed': t('photo.failed'),
    'data-retry': t('photo.retry'),
    'data-remove': t('photo.remove'),
    'data-too-many': t('photo.problem.too_many_for_line', { most: mostPhotos }),
    ...(photoErrors.length > 0 ? { 'aria-invalid': true } : {}),
  }
  const wanted = needs.photos - photos.length
  return (
    <div className="returns-portal__photos returns-portal__field">
      <label htmlFor={id}>{t('photo.label')}</label>
      {photoErrors.length === 0 ? null : (
        <div id={`${id}-error`}>
          {photoErrors.map((sentence, at) => (
            <p className="returns-portal__error" key={at}>
              {sentence}
            </p>
          ))}
        </div>
      )}
      <p className="returns-portal__hint" id={`${id}-hint`}>
        {wanted > 0 ? `${t('photo.wanted', { count: needs.photos })} ` : ''}
        {t('photo.hint', { most: mostPhotos })}
      </p>
      <ul className="returns-portal__photo-list" role="list" data-portal-photo-list="">
        {photos.map((photo, at) => (
          <li key={photo} className="returns-portal__photo" data-portal-photo="">
            <img
              src={frame.to(`photos/${photo}`, { t: token })}
              alt={t('photo.name').replace('#', String(at + 1))}
              loading="lazy"
            />
            <input type="hidden" name={`line.${index}.photo`} value={photo} />
            <button
              className="returns-portal__link"
              type="submit"
              name="drop"
              value={photo}
              formAction={action ?? frame.to('order')}
              data-portal-remove=""
              aria-label={`${t('photo.remove')}: ${t('photo.name').replace('#', String(at + 1))}`}
            >
              {t('photo.remove')}
            </button>
          </li>
        ))}
      </ul>
      <input id={id} {...shared} multiple />
      <div className="returns-portal__camera">
        <label htmlFor={`${id}-camera`}>{t('photo.take')}</label>
        <input id={`${id}-camera`} {...shared} capture="environment" />
      </div>
    </div>
  )
}

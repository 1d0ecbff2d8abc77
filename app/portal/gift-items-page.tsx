import type { GiftLineView, JudgedGift } from '#app/use-cases/gift-return.server.ts'
import type { ReasonOption } from '#app/use-cases/reason-options.ts'
import { EvidenceFields } from './evidence-fields.tsx'
import type { LineEntry, LineErrors } from './line-entries.ts'
import { NoteField, QuantityField, ReasonField } from './line-fields.tsx'
import { FormNotice, FieldError, Notice, type PageFrame, PortalPage, ProductImage } from './portal-page.tsx'

export type GiftAddresses = (step: string, query?: Readonly<Record<string, string>>) => string

export type GiftItemsPageProps = JudgedGift & {
  readonly frame: PageFrame
  readonly token: string
  readonly to: GiftAddresses
  readonly entries?: readonly LineEntry[]
  readonly errors?: LineErrors
  readonly photoErrors?: ReadonlyMap<string, readonly string[]>
  readonly notice?: string
  readonly request?: string
  /** Whether it takes the place of the form that it answers. */
  readonly inPlace?: boolean
}

/** The second step of a gift: what can be given back. There is no price on it, and nothing of who bought it. */
export function GiftItemsPage(props: GiftItemsPageProps) {
  const { frame, token, to, lines, notice, request, inPlace = false, errors, photoErrors } = props
  const { t } = frame.text
  const open = lines.filter(({ returnable }) => returnable > 0)
  const closed = lines.filter(({ returnable }) => returnable === 0)
  const isWrong = (errors?.size ?? 0) + (photoErrors?.size ?? 0) > 0
  const takesFiles = open.some((line) => line.needs.photos > 0 || hasPhotos(props, line))
  return (
    <PortalPage frame={frame} title={t('gift.items_title')} url={to('gift', { t: token })} invalid={inPlace}>
      <p className="returns-portal__lead">{t('gift.items_lead')}</p>
      <FormNotice error={notice ?? (isWrong ? t('order.error_summary') : undefined)} request={request} />
      {open.length === 0 ? (
        <Notice kind="info">{t('gift.nothing')}</Notice>
      ) : (
        <form
          className="returns-portal__main"
          method="post"
          action={to('gift/review')}
          {...(takesFiles ? { encType: 'multipart/form-data' as const } : {})}
          noValidate
        >
          <input type="hidden" name="t" value={token} />
          <ul className="returns-portal__lines" role="list">
            {open.map((line, index) => (
              <GiftLine key={line.lineId} {...props} line={line} index={index} isAnswered={inPlace} />
            ))}
          </ul>
          <div className="returns-portal__actions">
            <button className="returns-portal__button" type="submit">
              {t('order.continue')}
            </button>
          </div>
        </form>
      )}
      {closed.length === 0 ? null : (
        <ul className="returns-portal__lines" role="list">
          {closed.map((line) => (
            <li key={line.lineId} className="returns-portal__line returns-portal__line--denied">
              <div className="returns-portal__line-head">
                <ProductImage url={line.imageUrl} />
                <div className="returns-portal__line-text">
                  <GiftTitle line={line} />
                  <p className="returns-portal__meta">{t('gift.not_possible')}</p>
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </PortalPage>
  )
}

function hasPhotos({ entries = [] }: GiftItemsPageProps, { lineId }: GiftLineView): boolean {
  return entries.some((entry) => entry.lineId === lineId && (entry.photos ?? []).length > 0)
}

/** An item of a gift by its name and variant. */
export function GiftTitle({ line }: { readonly line: Pick<GiftLineView, 'title' | 'variantTitle'> }) {
  return (
    <>
      <bdi className="returns-portal__line-title">{line.title}</bdi>
      {line.variantTitle === null ? null : <bdi className="returns-portal__meta">{line.variantTitle}</bdi>}
    </>
  )
}

function GiftLine(
  props: GiftItemsPageProps & {
    readonly line: GiftLineView
    readonly index: number
    readonly reasons: readonly ReasonOption[]
    readonly isAnswered: boolean
  },
) {
  const { frame, line, index, reasons, entries = [], errors, photoErrors, token, to } = props
  const { t, day } = frame.text
  const entry = entries.find(({ lineId }) => lineId === line.lineId)
  const error = errors?.get(line.lineId)
  const id = `returns-portal-line-${index}`
  const field = { frame, index, entry, error }
  const isRefused =
    error?.problem === 'not_returnable' ||
    error?.problem === 'unknown_line' ||
    error?.problem === 'bundle_incomplete'
  return (
    <li className="returns-portal__line">
      <input type="hidden" name={`line.${index}.id`} value={line.lineId} />
      <div className="returns-portal__line-head">
        <input
          id={id}
          name={`line.${index}.pick`}
          type="checkbox"
          value="1"
          defaultChecked={entry?.picked ?? false}
          data-portal-pick=""
        />
        <ProductImage url={line.imageUrl} />
        <div className="returns-portal__line-text">
          <label htmlFor={id}>
            <GiftTitle line={line} />
          </label>
          {line.lastDay === null ? null : (
            <p className="returns-portal__meta">{t('order.until', { day: day(line.lastDay) })}</p>
          )}
        </div>
      </div>
      <div className="returns-portal__line-more">
        <div className="returns-portal__fields">
          <QuantityField {...field} line={{ returnableQuantity: line.returnable }} />
          <ReasonField {...field} reasons={reasons} />
        </div>
        <EvidenceFields
          {...field}
          token={token}
          action={to('gift')}
          needs={line.needs}
          photoErrors={photoErrors?.get(line.lineId) ?? []}
          isAnswered={props.isAnswered}
        />
        <NoteField {...field} />
        {isRefused ? <FieldError id={`${id}-error`}>{t('gift.not_possible')}</FieldError> : null}
      </div>
    </li>
  )
}

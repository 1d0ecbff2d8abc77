import type { LineFacts, OrderFacts } from '#app/domain/order.ts'
import type { GiftCodeView } from '#app/use-cases/gift-codes.server.ts'
import { LineTitle } from './line-title.tsx'
import { Notice, type PageFrame, PortalPage, ProductImage, Subtitle } from './portal-page.tsx'
import { PrintButton } from './print-button.tsx'

export type GiftMakePageProps = {
  readonly frame: PageFrame
  readonly token: string
  /** The key of the next code that is made. */
  readonly form: string
  readonly order: OrderFacts
  readonly codes: readonly GiftCodeView[]
  readonly shopName: string
  /** Where a code is typed. */
  readonly address: string
  readonly newest?: string
  readonly notice?: { readonly kind: 'good' | 'error'; readonly sentence: string }
}

/** For whoever bought it: the codes by which gifts of the order are given back, to print or copy, without a price. */
export function GiftMakePage(props: GiftMakePageProps) {
  const { frame, token, codes, newest, notice, order } = props
  const { t } = frame.text
  return (
    <PortalPage
      frame={frame}
      title={t('gift.make_title')}
      url={frame.to('giftcode', { t: token })}
      invalid={notice?.kind === 'error'}
    >
      {notice === undefined ? null : <Notice kind={notice.kind}>{notice.sentence}</Notice>}
      {codes.length === 0 ? null : (
        <>
          <Subtitle frame={frame}>{t('gift.codes')}</Subtitle>
          {codes.map((one) => (
            <Slip key={one.id} {...props} one={one} isNew={one.id === newest} />
          ))}
          <div className="returns-portal__actions">
            <PrintButton frame={frame} />
          </div>
        </>
      )}
      <p className="returns-portal__lead">{t('gift.make_lead')}</p>
      <form className="returns-portal__main" method="post" action={frame.to('giftcode')} noValidate>
        <input type="hidden" name="t" value={token} />
        <input type="hidden" name="f" value={props.form} />
        <fieldset>
          <legend className="returns-portal__legend">{t('gift.make_lines')}</legend>
          <ul className="returns-portal__lines" role="list">
            {order.lines
              .filter((line) => !line.isGiftCard)
              .map((line, index) => (
                <GivenLine key={line.id} frame={frame} line={line} index={index} />
              ))}
          </ul>
        </fieldset>
        <div className="returns-portal__actions">
          <button className="returns-portal__button" type="submit">
            {t('gift.make')}
          </button>
        </div>
      </form>
      <p className="returns-portal__aside-note">
        <a href={frame.to('order', { t: token })} data-portal-link="">
          {t('gift.back')}
        </a>
      </p>
    </PortalPage>
  )
}

function GivenLine({
  frame,
  line,
  index,
}: {
  readonly frame: PageFrame
  readonly line: LineFacts
  readonly index: number
}) {
  const { t } = frame.text
  const id = `returns-portal-line-${index}`
  const units = Array.from({ length: Math.min(line.quantity, 200) }, (_, at) => line.quantity - at)
  return (
    <li className="returns-portal__line">
      <input type="hidden" name={`line.${index}.id`} value={line.id} />
      <div className="returns-portal__line-head">
        <input id={id} name={`line.${index}.pick`} type="checkbox" value="1" />
        <ProductImage url={line.imageUrl} />
        <div className="returns-portal__line-text">
          <label htmlFor={id}>
            <LineTitle line={line} />
          </label>
          {units.length < 2 ? null : (
            <div className="returns-portal__field">
              <label htmlFor={`${id}-units`}>{t('order.quantity')}</label>
              <select id={`${id}-units`} name={`line.${index}.quantity`}>
                {units.map((count) => (
                  <option key={count} value={count}>
                    {t('order.quantity_of', { count, total: line.quantity })}
                  </option>
                ))}
              </select>
            </div>
          )}
        </div>
      </div>
    </li>
  )
}

/** A code with what it is for, as it is put into a parcel. */
function Slip({
  frame,
  token,
  order,
  one,
  isNew,
  shopName,
  address,
}: GiftMakePageProps & { readonly one: GiftCodeView; readonly isNew: boolean }) {
  const { t, dayOf } = frame.text
  const titles = one.lines.map(({ lineId, units }) => {
    const line = order.lines.find(({ id }) => id === lineId)
    return t('receipt.line', { title: line?.title ?? '', quantity: units })
  })
  return (
    <div
      className="returns-portal__card"
      {...(isNew ? { 'data-portal-focus': '', tabIndex: -1, role: 'status' } : {})}
    >
      <p className="returns-portal__amount" dir="ltr">
        {one.code ?? '–'}
      </p>
      <p>{one.code === null ? t('gift.unreadable') : t('gift.slip', { shop: shopName, address })}</p>
      <p className="returns-portal__meta">
        <bdi>{titles.join(', ')}</bdi>
      </p>
      <p className="returns-portal__meta">{t('gift.ends', { day: dayOf(one.endsAt) })}</p>
      <form method="post" action={frame.to('giftcode')}>
        <input type="hidden" name="t" value={token} />
        <input type="hidden" name="end" value={one.id} />
        <button className="returns-portal__link" type="submit">
          {t('gift.revoke')}
        </button>
      </form>
    </div>
  )
}

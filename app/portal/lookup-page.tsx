import type { OrderFacts } from '#app/domain/order.ts'
import { withdrawalWords } from '#app/i18n/withdrawal-words.ts'
import type { LineEntry } from './line-entries.ts'
import { FieldError, Notice, type PageFrame, PortalPage, Subtitle } from './portal-page.tsx'

export type LookupErrors = { readonly orderNumber?: string; readonly proof?: string }

export type LookupPageProps = {
  readonly frame: PageFrame
  readonly title?: string
  readonly typed?: { readonly orderNumber: string; readonly proof: string }
  readonly errors?: LookupErrors
  /** Why the shopper is here again, or why nothing was found. */
  readonly notice?: { readonly kind: 'error' | 'info'; readonly sentence: string }
  /** Lines typed before a visit ended: they travel along, so that they stand in the form again. */
  readonly kept?: readonly LineEntry[]
  /** The signed-in customer's orders. */
  readonly orders?: readonly OrderFacts[]
  /** The session that the addresses of these orders carry, where the storefront has none. */
  readonly session?: string | null
  /** Whether to offer the sign-in with the customer account. */
  readonly maySignIn?: boolean
  /** Whether this answers a form, so that it takes its place. */
  readonly invalid?: boolean
}

/** The first step: the customer's orders as links, and the form that finds one by number and e-mail or postcode. */
export function LookupPage(props: LookupPageProps) {
  const { frame, notice, orders = [] } = props
  const { t } = frame.text
  return (
    <PortalPage
      frame={frame}
      title={props.title ?? t('start.title')}
      steps="find"
      url={frame.to('')}
      invalid={props.invalid ?? false}
    >
      {notice === undefined ? null : <Notice kind={notice.kind}>{notice.sentence}</Notice>}
      {orders.length > 0 ? (
        <>
          <p className="returns-portal__lead">{t('start.choose_order')}</p>
          <OrderList frame={frame} orders={orders} session={props.session ?? null} />
          <Subtitle frame={frame}>{t('start.other_order')}</Subtitle>
        </>
      ) : (
        <>
          {props.maySignIn === true ? (
            <p className="returns-portal__lead">
              <a href={frame.to('signin')}>{t('signin.link')}</a>
            </p>
          ) : null}
          <p className="returns-portal__lead">{t('start.lead')}</p>
        </>
      )}
      <LookupForm {...props} />
      {frame.takesGifts ? (
        <p className="returns-portal__aside-note">
          <a href={frame.to('gift', props.session ? { k: props.session } : {})} data-portal-link="">
            {t('gift.link')}
          </a>
        </p>
      ) : null}
      <p className="returns-portal__aside-note">
        <a href={frame.to('policy')} data-portal-link="">
          {t('start.policy')}
        </a>
      </p>
      <p className="returns-portal__aside-note">
        <a href={frame.to('withdraw')} data-portal-link="">
          {withdrawalWords(frame.text.locale, frame.country).start}
        </a>
      </p>
    </PortalPage>
  )
}

function LookupForm({ frame, typed, errors = {}, notice, kept = [] }: LookupPageProps) {
  const { t } = frame.text
  const isMiss = notice?.kind === 'error' && errors.orderNumber === undefined && errors.proof === undefined
  return (
    <form className="returns-portal__form" method="post" action={frame.to('order')} noValidate>
      <KeptLines entries={kept} />
      <div className="returns-portal__fields">
        <TextField
          name="order_number"
          label={t('start.order_number')}
          hint={t('start.order_number_hint')}
          value={typed?.orderNumber ?? ''}
          error={errors.orderNumber}
          isInvalid={isMiss}
          maxLength={60}
          autoComplete="off"
        />
        <TextField
          name="proof"
          label={t('start.proof')}
          hint={t('start.proof_hint')}
          value={typed?.proof ?? ''}
          error={errors.proof}
          isInvalid={isMiss}
          maxLength={320}
          autoComplete="email"
        />
      </div>
      <HoneyPot label={t('start.trap')} />
      <button className="returns-portal__button" type="submit">
        {t('start.submit')}
      </button>
    </form>
  )
}

type TextFieldProps = {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly error: string | undefined
  readonly isInvalid: boolean
  readonly maxLength: number
  readonly autoComplete: string
}

function TextField({ name, label, hint, value, error, isInvalid, maxLength, autoComplete }: TextFieldProps) {
  const id = `returns-portal-${name}`
  const described = [...(error === undefined ? [] : [`${id}-error`]), `${id}-hint`].join(' ')
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type="text"
        defaultValue={value}
        required
        maxLength={maxLength}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        aria-describedby={described}
        {...(error !== undefined || isInvalid ? { 'aria-invalid': true } : {})}
      />
      {error === undefined ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
      <p className="returns-portal__hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  )
}

/** A field that people do not see and simple robots fill. */
export function HoneyPot({ label }: { label: string }) {
  return (
    <div className="returns-portal__trap" aria-hidden="true">
      <label htmlFor="returns-portal-website">{label}</label>
      <input id="returns-portal-website" name="website" type="text" tabIndex={-1} autoComplete="off" />
    </div>
  )
}

/** Typed lines as hidden fields, in the names of the items form. */
export function KeptLines({
  entries,
  withExchange = true,
  withOutcome = true,
}: {
  entries: readonly LineEntry[]
  /** False where the form has fields of its own for what is wanted in exchange. */
  withExchange?: boolean
  /** The same for what each line is paid by. */
  withOutcome?: boolean
}) {
  return entries.map((entry, index) => {
    const {
      lineId: id,
      quantity,
      reason,
      note,
      exchange,
      outcome,
      answers = {},
      photos = [],
      asked = [],
    } = entry
    const values = {
      id,
      quantity,
      reason,
      note,
      ...(withExchange && exchange ? { exchange } : {}),
      ...(withOutcome && outcome ? { outcome } : {}),
      ...(entry.picked ? { pick: '1' } : {}),
      ...(photos.length > 0 ? { photo: photos.join(' ') } : {}),
      ...(asked.length > 0 ? { asked: asked.join(' ') } : {}),
      ...Object.fromEntries(
        Object.entries(answers).map(([question, given]) => [`answer.${question}`, given]),
      ),
    }
    return Object.entries(values).map(([field, value]) => (
      <input key={`${index}.${field}`} type="hidden" name={`line.${index}.${field}`} value={value} />
    ))
  })
}

type OrderListProps = {
  readonly frame: PageFrame
  readonly orders: readonly OrderFacts[]
  readonly session: string | null
}

function OrderList({ frame, orders, session }: OrderListProps) {
  const { text } = frame
  return (
    <ul className="returns-portal__orders" role="list">
      {orders.map((order) => (
        <li key={order.id}>
          <a
            className="returns-portal__order"
            href={frame.to('order', {
              order: order.id.split('/').pop() ?? '',
              ...(session === null ? {} : { k: session }),
            })}
            data-portal-link=""
          >
            <span className="returns-portal__order-name">{order.name}</span>
            <span className="returns-portal__order-date">{text.dayOf(order.placedAt)}</span>
            <span className="returns-portal__order-items">
              {order.lines.map((line) => line.title).join(', ')}
            </span>
            <span className="returns-portal__order-total">{text.money(order.total)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

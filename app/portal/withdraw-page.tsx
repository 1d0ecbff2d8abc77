import type { WithdrawalWords } from '#app/i18n/withdrawal-words.ts'
import { CaseField, FactList } from './case-fields.tsx'
import { HoneyPot } from './lookup-page.tsx'
import { Notice, type PageFrame, PortalPage } from './portal-page.tsx'
import type { PortalText } from './portal-text.ts'

/** A declaration of withdrawal as it was typed. */
export type TypedDeclaration = {
  readonly name: string
  readonly orderName: string
  readonly email: string
  /** One kind of goods a line. */
  readonly goods: string
}
export type DeclarationErrors = Readonly<Partial<Record<keyof TypedDeclaration, string>>>

export type WithdrawPageProps = {
  readonly frame: PageFrame
  readonly words: WithdrawalWords
  readonly typed: TypedDeclaration
  readonly errors?: DeclarationErrors
  /** The goods of an order that the visitor has found: then she chooses instead of typing. */
  readonly choices?: readonly GoodsChoice[]
}

/** Goods as a declaration names them, and how many units there are. */
export type GoodsChoice = { readonly title: string; readonly units: number }

/**
 * The first step of the withdrawal function: who, which contract, where the acknowledgement goes, and, if it is not all of it,
 * which goods. No login, no reason.
 */
export function WithdrawPage({ frame, words, typed, errors = {}, choices = [] }: WithdrawPageProps) {
  const { t } = frame.text
  const isWrong = Object.keys(errors).length > 0
  return (
    <PortalPage frame={frame} title={words.start} url={frame.to('withdraw')} invalid={isWrong}>
      {isWrong ? <Notice kind="error">{t('withdraw.error')}</Notice> : null}
      <p className="returns-portal__lead">{t('withdraw.lead')}</p>
      <form className="returns-portal__form" method="post" action={frame.to('withdraw')} noValidate>
        <div className="returns-portal__fields">
          <CaseField
            name="name"
            label={t('withdraw.name')}
            value={typed.name}
            error={errors.name}
            maxLength={limits.name}
            autoComplete="name"
          />
          <CaseField
            name="order_number"
            label={t('withdraw.order')}
            hint={t('withdraw.order_hint')}
            value={typed.orderName}
            error={errors.orderName}
            maxLength={limits.orderName}
          />
          <CaseField
            name="email"
            label={t('withdraw.email')}
            hint={t('withdraw.email_hint')}
            value={typed.email}
            error={errors.email}
            maxLength={limits.email}
            autoComplete="email"
            inputMode="email"
          />
        </div>
        {choices.length > 0 ? (
          <GoodsChoices frame={frame} choices={choices} />
        ) : (
          <CaseField
            name="goods"
            label={t('withdraw.goods')}
            hint={t('withdraw.goods_hint')}
            value={typed.goods}
            error={errors.goods}
            maxLength={limits.goods}
            rows={3}
            isOptional
          />
        )}
        <button className="returns-portal__button" type="submit" name="step" value="check">
          {t('withdraw.check')}
        </button>
        <p className="returns-portal__hint">{t('withdraw.check_hint')}</p>
      </form>
      <BackToStart frame={frame} />
    </PortalPage>
  )
}

function GoodsChoices({ frame, choices }: { frame: PageFrame; choices: readonly GoodsChoice[] }) {
  const { t } = frame.text
  return (
    <fieldset>
      <legend className="returns-portal__legend">{t('withdraw.goods')}</legend>
      <div className="returns-portal__fields">
        {choices.map(({ title, units }, index) => {
          const id = `returns-portal-good-${index}`
          return (
            <div className="returns-portal__field" key={`${index}`}>
              <label htmlFor={id}>
                <bdi>{title}</bdi>
              </label>
              <select id={id} name={`good.${index}`} defaultValue="">
                <option value="">{t('withdraw.none')}</option>
                {Array.from({ length: Math.min(units, mostUnits) }, (_, count) => (
                  <option key={count} value={`${count + 1} × ${title}`}>
                    {t('order.quantity_of', { count: count + 1, total: units })}
                  </option>
                ))}
              </select>
            </div>
          )
        })}
      </div>
      <p className="returns-portal__hint">{t('withdraw.choose_hint')}</p>
    </fieldset>
  )
}

const mostUnits = 100

export const limits = { name: 100, orderName: 60, email: 254, goods: 3000, goodsLines: 50 } as const

export type ConfirmPageProps = {
  readonly frame: PageFrame
  readonly words: WithdrawalWords
  readonly typed: TypedDeclaration
  readonly token: string
  /** Why it is shown once more. */
  readonly notice?: string
}

/** The second step: what will be declared, and the button that declares it. */
export function ConfirmWithdrawalPage({ frame, words, typed, token, notice }: ConfirmPageProps) {
  const { t } = frame.text
  return (
    <PortalPage
      frame={frame}
      title={t('withdraw.confirm_title')}
      url={frame.to('withdraw')}
      invalid={notice !== undefined}
    >
      {notice === undefined ? null : <Notice kind="error">{notice}</Notice>}
      <p className="returns-portal__lead">{t('withdraw.confirm_lead')}</p>
      <div className="returns-portal__card">
        <FactList facts={declarationFacts(frame.text, typed)} />
      </div>
      <form className="returns-portal__form--bare" method="post" action={frame.to('withdraw')}>
        <input type="hidden" name="name" value={typed.name} />
        <input type="hidden" name="order_number" value={typed.orderName} />
        <input type="hidden" name="email" value={typed.email} />
        <input type="hidden" name="goods" value={typed.goods} />
        <input type="hidden" name="form" value={token} />
        <HoneyPot label={t('start.trap')} />
        <div className="returns-portal__actions">
          <button className="returns-portal__button" type="submit" name="step" value="confirm">
            {words.confirm}
          </button>
          <button
            className="returns-portal__button returns-portal__button--quiet"
            type="submit"
            name="step"
            value="edit"
          >
            {t('withdraw.change')}
          </button>
        </div>
      </form>
    </PortalPage>
  )
}

/** What a declaration says, as pairs for people. */
export function declarationFacts(
  { t }: PortalText,
  typed: TypedDeclaration,
): readonly (readonly [string, string])[] {
  return [
    [t('withdraw.name'), typed.name],
    [t('withdraw.order'), typed.orderName],
    [t('withdraw.goods_confirmed'), typed.goods === '' ? t('withdraw.all_goods') : typed.goods],
    [t('withdraw.email'), typed.email],
  ]
}

/** The way back to the first page of the portal. */
export function BackToStart({ frame }: { readonly frame: PageFrame }) {
  return (
    <p className="returns-portal__aside-note">
      <a href={frame.to('')} data-portal-link="">
        {frame.text.t('back_to_start')}
      </a>
    </p>
  )
}

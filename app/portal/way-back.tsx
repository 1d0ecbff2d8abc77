import type { ReactNode } from 'react'
import type { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import { FieldError, type PageFrame } from './portal-page.tsx'

/** How the goods come back: a choice where the policy offers several ways. Where nothing is sent back nothing is asked. */
export function WayBack(props: {
  readonly frame: PageFrame
  readonly methods: readonly ReturnMethod[]
  /** What was chosen before; the first way where it is none of them. */
  readonly chosen: string
  readonly error?: string | undefined
  /** What is said of the ways, below them. */
  readonly children?: ReactNode
}) {
  const { frame, methods, chosen, error, children } = props
  const { t } = frame.text
  const [first] = methods
  if (first === undefined) return null
  const id = 'returns-portal-method'
  const current = methods.find((one) => one === chosen) ?? first
  return (
    <fieldset {...(error === undefined ? {} : { 'aria-describedby': `${id}-error` })}>
      <legend className="returns-portal__legend">
        {t(methods.length > 1 ? 'review.method' : 'review.method_only')}
      </legend>
      {error === undefined ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
      {methods.length === 1 ? (
        <p>
          <strong>{t(`method.${first}`)}</strong>
          <br />
          {t(`method.${first}_hint`)}
        </p>
      ) : (
        methods.map((one) => (
          <div className="returns-portal__answer" key={one}>
            <input
              id={`${id}-${one}`}
              type="radio"
              name="method"
              value={one}
              defaultChecked={one === current}
              aria-describedby={`${id}-${one}-hint`}
            />
            <label htmlFor={`${id}-${one}`}>
              {t(`method.${one}`)}
              <span className="returns-portal__meta" id={`${id}-${one}-hint`}>
                {' '}
                {t(`method.${one}_hint`)}
              </span>
            </label>
          </div>
        ))
      )}
      {children}
    </fieldset>
  )
}

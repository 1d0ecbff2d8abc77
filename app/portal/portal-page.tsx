import type { ReactNode } from 'react'
import type { PortalText } from './portal-text.ts'

/** What every page is made with: the words, and the addresses under the path of the proxy. */
export type PageFrame = {
  readonly text: PortalText
  readonly path: string
  /** The address of a step (`review`; empty for the first one) in the language that the shopper reads the theme in. */
  readonly to: (step: string, query?: Readonly<Record<string, string>>) => string
  /** `h1` on a page of its own, `h2` where the page of the theme around it has its title already. */
  readonly Heading: 'h1' | 'h2'
  readonly contactEmail: string | null
  /** Whether the shop takes gifts back by code. */
  readonly takesGifts?: boolean
  /** Where the shopper shops from, the shop's own country where it is not known. */
  readonly country: string | null
}

export type PortalPageProps = {
  readonly frame: PageFrame
  readonly title: string
  /** What to put in the address bar instead of the address that was posted to: one that can be opened again. */
  readonly url?: string
  /** The answer to a form with mistakes: it takes the place of the form, Back does not lead to it. */
  readonly invalid?: boolean
  readonly steps?: 'find' | 'choose' | 'send'
  readonly children: ReactNode
}

/** One page of the portal: steps, title, content. The custom element swaps exactly this part. */
export function PortalPage({ frame, title, url, invalid = false, steps, children }: PortalPageProps) {
  const { Heading } = frame
  return (
    <section
      className="returns-portal__content"
      lang={frame.text.locale}
      dir={frame.text.direction}
      data-portal-content=""
      {...(url === undefined ? {} : { 'data-portal-url': url })}
      {...(invalid ? { 'data-portal-invalid': '' } : {})}
      aria-labelledby="returns-portal-title"
    >
      {steps === undefined ? null : <StepList text={frame.text} current={steps} />}
      <Heading className="returns-portal__title" id="returns-portal-title" tabIndex={-1}>
        {title}
      </Heading>
      {children}
    </section>
  )
}

const stepNames = ['find', 'choose', 'send'] as const

function StepList({ text, current }: { text: PortalText; current: (typeof stepNames)[number] }) {
  const at = stepNames.indexOf(current)
  return (
    <ol className="returns-portal__steps" aria-label={text.t('steps.label')}>
      {stepNames.map((step, index) => (
        <li
          key={step}
          {...(index < at ? { className: 'is-done' } : {})}
          {...(index === at ? { 'aria-current': 'step' as const } : {})}
        >
          <span>{text.t(`steps.${step}`)}</span>
          {index < at ? <span className="returns-portal__hidden"> ({text.t('steps.done')})</span> : null}
        </li>
      ))}
    </ol>
  )
}

/** A heading one level below the page's title. */
export function Subtitle({ frame, children }: { frame: PageFrame; children: ReactNode }) {
  const Heading = frame.Heading === 'h1' ? 'h2' : 'h3'
  return <Heading className="returns-portal__subtitle">{children}</Heading>
}

/** A message above the content. Errors and warnings take the focus when they arrive in place. */
export function Notice({ kind, children }: { kind: 'error' | 'info' | 'good'; children: ReactNode }) {
  return (
    <div
      className={`returns-portal__notice returns-portal__notice--${kind}`}
      {...(kind === 'error' ? { role: 'alert', 'data-portal-focus': '', tabIndex: -1 } : {})}
    >
      {children}
    </div>
  )
}

/** Above a form: what went wrong with it, else what it still asks for, which takes the focus where it takes the form's place. */
export function FormNotice(props: {
  readonly error: string | undefined
  readonly request: string | undefined
}) {
  const { error, request } = props
  if (error !== undefined) return <Notice kind="error">{error}</Notice>
  if (request === undefined) return null
  return (
    <div className="returns-portal__notice returns-portal__notice--info" role="status" data-portal-focus="">
      {request}
    </div>
  )
}

/** A page that is not there (any more), with the way back to the first one. */
export function GonePage(props: {
  readonly frame: PageFrame
  readonly title: string
  readonly sentence: string
  readonly url?: string
}) {
  const { frame, title, sentence, url } = props
  return (
    <PortalPage frame={frame} title={title} {...(url === undefined ? {} : { url })}>
      <Notice kind="info">{sentence}</Notice>
      <p>
        <a href={frame.to('')} data-portal-link="">
          {frame.text.t('back_to_start')}
        </a>
      </p>
    </PortalPage>
  )
}

/** An error beside its field; name its id in the field's `aria-describedby`. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p className="returns-portal__error" id={id}>
      {children}
    </p>
  )
}

/** A product's picture, or a plain surface where there is none. Its title stands beside it, so it says nothing itself. */
export function ProductImage({ url }: { url: string | null }) {
  if (url === null || !/^https?:\/\//i.test(url))
    return <span className="returns-portal__media" aria-hidden="true" />
  return (
    <img
      className="returns-portal__media"
      src={url}
      alt=""
      width={64}
      height={64}
      loading="lazy"
      decoding="async"
    />
  )
}

import { FieldError } from './portal-page.tsx'

export type CaseFieldProps = {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly value: string
  readonly error?: string | undefined
  readonly maxLength: number
  readonly autoComplete?: string
  readonly inputMode?: 'email' | 'text'
  /** More than one line. */
  readonly rows?: number
  readonly isOptional?: boolean
  /** Where a page has the same field several times. */
  readonly idSuffix?: string
}

/** A labelled field with its hint, and its error beside it. */
export function CaseField(props: CaseFieldProps) {
  const { name, label, hint, value, error, maxLength, rows, isOptional = false, idSuffix = '' } = props
  const id = `returns-portal-${name}${idSuffix}`
  const described = [
    ...(error === undefined ? [] : [`${id}-error`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
  ].join(' ')
  const common = {
    id,
    name,
    defaultValue: value,
    maxLength,
    ...(isOptional ? {} : { required: true }),
    ...(described === '' ? {} : { 'aria-describedby': described }),
    ...(error === undefined ? {} : { 'aria-invalid': true }),
  }
  return (
    <div className="returns-portal__field">
      <label htmlFor={id}>{label}</label>
      {rows === undefined ? (
        <input
          {...common}
          type="text"
          autoComplete={props.autoComplete ?? 'off'}
          inputMode={props.inputMode ?? 'text'}
          {...(props.inputMode === 'email' ? { autoCapitalize: 'none', spellCheck: false } : {})}
        />
      ) : (
        <textarea {...common} rows={rows} />
      )}
      {error === undefined ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
      {hint === undefined ? null : (
        <p className="returns-portal__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** Facts as pairs of a name and what it is. */
export function FactList({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="returns-portal__main">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="returns-portal__meta">{name}</dt>
          <dd className="returns-portal__written">
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

import { TextField } from '@shopify/polaris'
import { useState } from 'react'
import { errorAt, type Problems } from './fields.tsx'

type DateFieldProps = {
  readonly label: string
  readonly value: string | null
  readonly help?: string
  readonly path: string
  readonly problems: Problems
  readonly words: string
  readonly onChange: (value: string | null) => void
}

/** A calendar day; empty is none. */
export function DateField({ label, value, help, path, problems, words, onChange }: DateFieldProps) {
  return (
    <TextField
      label={label}
      type="date"
      value={value ?? ''}
      autoComplete="off"
      onChange={(text) => onChange(text === '' ? null : text)}
      {...(help === undefined ? {} : { helpText: help })}
      {...errorAt(problems, path, words)}
    />
  )
}

type MonthDayProps = {
  readonly label: string
  readonly value: string
  readonly path: string
  readonly problems: Problems
  readonly onChange: (value: string) => void
}

/** A day of every year, typed as day and month (`24.12`, `24 December` reads the same on the sentence above). Kept as `MM-DD`. */
export function MonthDayFields({ label, value, path, problems, onChange }: MonthDayProps) {
  const [typed, setTyped] = useState(value)
  return (
    <TextField
      label={label}
      value={typed.trim() === value ? typed : value}
      placeholder="12-24"
      helpText="Month and day, like 12-24."
      autoComplete="off"
      onChange={(text) => {
        setTyped(text)
        onChange(text.trim())
      }}
      {...errorAt(problems, path, 'Enter month and day like 12-24.')}
    />
  )
}

import { TextField } from '@shopify/polaris'
import { useState } from 'react'

/** What is wrong, by the path of the value in the policy (`rules.0.set.bonus.storeCreditPercent`). */
export type Problems = ReadonlyMap<string, string>

/** The error of a field when the policy was refused at its path or below it. */
export function errorAt(problems: Problems, path: string, words: string): { readonly error?: string } {
  const isHere = [...problems.keys()].some((at) => at === path || at.startsWith(`${path}.`))
  return isHere ? { error: words } : {}
}

type NumberFieldProps = {
  readonly label: string
  readonly value: number
  readonly suffix: string
  readonly path: string
  readonly problems: Problems
  readonly words: string
  readonly onChange: (value: number) => void
}

/** A number as typed. What is no number becomes -1, which no term takes: the check then marks this field. */
export function NumberField({ label, value, suffix, path, problems, words, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value))
  const shown = Number(typed) === value ? typed : value === -1 ? typed : String(value)
  return (
    <TextField
      label={label}
      value={shown}
      suffix={suffix}
      inputMode="decimal"
      autoComplete="off"
      onChange={(text) => {
        setTyped(text)
        onChange(/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : -1)
      }}
      {...errorAt(problems, path, words)}
    />
  )
}

type ListFieldProps = {
  readonly label: string
  readonly value: readonly string[]
  readonly help: string
  readonly path: string
  readonly problems: Problems
  readonly words: string
  readonly onChange: (value: string[]) => void
}

/** Several words in one field, with commas between them. */
export function ListField({ label, value, help, path, problems, words, onChange }: ListFieldProps) {
  const split = (text: string) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  const [typed, setTyped] = useState(value.join(', '))
  // What was typed stays as it is ("a, ") while it means the same; a value from outside replaces it.
  const shown = split(typed).join('\n') === value.join('\n') ? typed : value.join(', ')
  return (
    <TextField
      label={label}
      value={shown}
      helpText={help}
      autoComplete="off"
      onChange={(text) => {
        setTyped(text)
        onChange(split(text))
      }}
      {...errorAt(problems, path, words)}
    />
  )
}

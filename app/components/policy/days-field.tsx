import { BlockStack, Button, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { formatDay } from '#app/domain/dates.ts'
import { Chosen, without } from './chosen.tsx'
import { errorAt, type Problems } from './fields.tsx'

type Props = {
  readonly label: string
  readonly help: string
  /** Calendar days `2026-12-25`, in their order. */
  readonly value: readonly string[]
  readonly path: string
  readonly problems: Problems
  readonly words: string
  readonly onChange: (value: string[]) => void
}

/** Several calendar days, each picked in the browser's own calendar. */
export function DaysField({ label, help, value, path, problems, words, onChange }: Props) {
  const [day, setDay] = useState('')
  const add = () => {
    if (day === '') return
    setDay('')
    onChange([...new Set([...value, day])].sort())
  }
  return (
    <BlockStack gap="200">
      <TextField
        label={label}
        type="date"
        value={day}
        helpText={help}
        autoComplete="off"
        onChange={setDay}
        connectedRight={
          <Button onClick={add} disabled={day === ''} accessibilityLabel={`Add a day: ${label}`}>
            Add
          </Button>
        }
        {...errorAt(problems, path, words)}
      />
      <Chosen values={value} nameOf={sayDay} onRemove={(gone) => onChange(without(value, gone))} />
    </BlockStack>
  )
}

/** What was typed before there was a calendar may be no day: then it stays as it is, to be taken out. */
function sayDay(day: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? formatDay(day, 'en') : day
}

import { InlineGrid, Select, TextField } from '@shopify/polaris'
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

/** A day of every year, as month and day. Kept as `MM-DD`. */
export function MonthDayFields({ label, value, path, problems, onChange }: MonthDayProps) {
  const [month = '', day = ''] = value.split('-')
  const most = daysOfMonth[Number(month) - 1] ?? 31
  return (
    <InlineGrid columns={{ xs: 1, sm: ['twoThirds', 'oneThird'] }} gap="200">
      <Select
        label={label}
        options={months}
        value={month}
        onChange={(next) => onChange(`${next}-${day === '' ? '01' : day}`)}
        {...errorAt(problems, path, 'Choose a month and a day.')}
      />
      <Select
        label={`Day, ${label.toLowerCase()}`}
        options={Array.from({ length: most }, (_, index) => String(index + 1).padStart(2, '0')).map(
          (one) => ({
            value: one,
            label: String(Number(one)),
          }),
        )}
        value={day}
        onChange={(next) => onChange(`${month === '' ? '01' : month}-${next}`)}
      />
    </InlineGrid>
  )
}

/** The last day that a month can have. */
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
const months = daysOfMonth.map((_, index) => ({
  value: String(index + 1).padStart(2, '0'),
  label: monthName.format(new Date(Date.UTC(2024, index, 1))),
}))

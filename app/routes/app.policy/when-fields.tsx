import { BlockStack, ChoiceList, InlineGrid, TextField } from '@shopify/polaris'

/** When a version comes into force: null at once, else a day and a time of day in the shop's zone. */
export type When = { readonly day: string; readonly time: string } | null

type Props = {
  readonly when: When
  readonly today: string
  readonly timeZone: string
  readonly onChange: (when: When) => void
}

/** At once, or at a day and time when it comes into force by itself. */
export function WhenFields({ when, today, timeZone, onChange }: Props) {
  return (
    <BlockStack gap="200">
      <ChoiceList
        title="In force"
        choices={[
          { value: 'now', label: 'At once' },
          { value: 'later', label: 'Later', helpText: 'It comes into force by itself.' },
        ]}
        selected={[when === null ? 'now' : 'later']}
        onChange={([chosen]) => onChange(chosen === 'later' ? { day: dayAfter(today), time: '00:00' } : null)}
      />
      {when === null ? null : (
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
          <TextField
            label="Day"
            type="date"
            value={when.day}
            min={today}
            autoComplete="off"
            onChange={(day) => onChange({ ...when, day })}
          />
          <TextField
            label="Time"
            type="time"
            value={when.time}
            autoComplete="off"
            helpText={`In the shop’s zone, ${timeZone.replaceAll('_', ' ')}.`}
            onChange={(time) => onChange({ ...when, time })}
          />
        </InlineGrid>
      )}
    </BlockStack>
  )
}

/** Whether day and time are both there. */
export function isWhole(when: When): boolean {
  return when === null || (when.day !== '' && when.time !== '')
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

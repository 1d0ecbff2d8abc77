import { BlockStack, Card, Checkbox, TextField } from '@shopify/polaris'
import type { PaymentsCardProps } from './exposure-card.tsx'

/** Whether store credit ends, after how many days, and for buyers of which countries. */
export function ExpiryCard({ form, problems, isDisabled, onChange }: PaymentsCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Checkbox
          label="Store credit ends"
          checked={form.ends}
          disabled={isDisabled}
          onChange={(ends) => onChange({ ...form, ends })}
          helpText={form.ends ? undefined : 'Credit stays until it is spent.'}
        />
        {form.ends ? (
          <>
            <TextField
              label="Days after it was given"
              value={form.days}
              onChange={(days) => onChange({ ...form, days })}
              inputMode="numeric"
              autoComplete="off"
              disabled={isDisabled}
              {...(problems.days === undefined ? {} : { error: problems.days })}
            />
            <TextField
              label="For buyers in these countries"
              value={form.countries}
              onChange={(countries) => onChange({ ...form, countries })}
              autoComplete="off"
              disabled={isDisabled}
              placeholder="US, CA"
              helpText="Credit of buyers elsewhere never ends. Its bonus ends with it."
              {...(problems.countries === undefined ? {} : { error: problems.countries })}
            />
          </>
        ) : null}
      </BlockStack>
    </Card>
  )
}

import { BlockStack, Checkbox, InlineGrid } from '@shopify/polaris'
import { ChoiceField } from './choice-field.tsx'
import { DateField } from './day-fields.tsx'
import { NumberField } from './fields.tsx'
import type { TermProps } from './term-fields.tsx'

/** How long, counted from what, and what moves the last day. */
export function ReturnWindowFields({ value, path, editor, onChange }: TermProps<'returnWindow'>) {
  const { days } = value
  return (
    <BlockStack gap="200">
      {days === null ? null : (
        <>
          <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
            <NumberField
              label="Return window"
              suffix="days"
              value={days}
              path={`${path}.days`}
              problems={editor.problems}
              words="Enter whole days from 0 to 3650."
              onChange={(count) => onChange({ ...value, days: count })}
            />
            <ChoiceField
              label="Counted from"
              options={[
                ['delivery', 'Delivery'],
                ['lastDelivery', 'Delivery of the last item'],
                ['fulfillment', 'Dispatch'],
                ['order', 'Order'],
              ]}
              value={value.from}
              onChange={(from) => onChange({ ...value, from })}
            />
            <NumberField
              label="If that date is missing, add"
              suffix="days"
              value={value.transitDays}
              path={`${path}.transitDays`}
              problems={editor.problems}
              words="Enter whole days from 0 to 60."
              onChange={(transitDays) => onChange({ ...value, transitDays })}
            />
          </InlineGrid>
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
            <ChoiceField
              label="When the last day is a closed day"
              options={[
                ['none', 'It ends on that day'],
                ['business_day', 'It ends on the next open day'],
              ]}
              value={value.rollover}
              onChange={(rollover) => onChange({ ...value, rollover })}
            />
            <DateField
              label="Ends at the earliest on"
              help="For seasons: gifts bought in November may come back until January. Empty: no such day."
              value={value.notBefore}
              path={`${path}.notBefore`}
              problems={editor.problems}
              words="Enter a day, or leave it empty."
              onChange={(notBefore) => onChange({ ...value, notBefore })}
            />
          </InlineGrid>
        </>
      )}
      <Checkbox
        label="No limit on the return window"
        checked={days === null}
        onChange={(isUnlimited) => onChange({ ...value, days: isUnlimited ? null : 30 })}
      />
    </BlockStack>
  )
}

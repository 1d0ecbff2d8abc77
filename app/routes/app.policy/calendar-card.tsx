import { BlockStack, Card, InlineGrid, Text } from '@shopify/polaris'
import { ChoiceField } from '#app/components/policy/choice-field.tsx'
import { ChoicesField } from '#app/components/policy/choices-field.tsx'
import { DaysField } from '#app/components/policy/days-field.tsx'
import type { PolicyEditor } from './policy-editor.ts'

const weekdays = [
  ['1', 'Monday'],
  ['2', 'Tuesday'],
  ['3', 'Wednesday'],
  ['4', 'Thursday'],
  ['5', 'Friday'],
  ['6', 'Saturday'],
  ['7', 'Sunday'],
] as const

/** Days on which the shop is closed, and whether a new version counts for orders placed before it. */
export function CalendarCard({ policy, editor, onChange }: PolicyEditor) {
  const { calendar } = policy
  const closed = weekdays.filter(([day]) => calendar.closedWeekdays.includes(Number(day))).map(([day]) => day)
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Days and versions
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          <ChoicesField
            label="Closed every"
            options={weekdays}
            value={closed}
            path="calendar.closedWeekdays"
            problems={editor.problems}
            words="Leave at least one day open."
            onChange={(days) =>
              onChange({ ...policy, calendar: { ...calendar, closedWeekdays: days.map(Number) } })
            }
          />
          <DaysField
            label="Closed on these days"
            help="For windows that end on an open day."
            words="Take out what is no day."
            value={calendar.closedDays}
            path="calendar.closedDays"
            problems={editor.problems}
            onChange={(closedDays) => onChange({ ...policy, calendar: { ...calendar, closedDays } })}
          />
        </InlineGrid>
        <ChoiceField
          label="This version and earlier orders"
          help="An order is judged by the version that was in force when it was placed."
          options={[
            ['never', 'Counts only for orders placed from its publication on'],
            ['where_better', 'Also counts for earlier orders where it is better for the buyer'],
          ]}
          value={policy.appliesToEarlierOrders}
          onChange={(appliesToEarlierOrders) => onChange({ ...policy, appliesToEarlierOrders })}
        />
      </BlockStack>
    </Card>
  )
}

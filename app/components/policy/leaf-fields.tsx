import { InlineGrid } from '@shopify/polaris'
import type { ReactNode } from 'react'
import type { ConditionForm } from '#app/domain/policy/conditions/condition.ts'
import { numberOperators } from '#app/domain/policy/conditions/families/number-condition.ts'
import { conditionOf, type LeafCondition } from '#app/domain/policy/conditions/index.ts'
import type { LeafShape } from '#app/domain/policy/conditions/leaf-shapes.ts'
import { AmountsFields } from './amounts-fields.tsx'
import { AnswerFields } from './answer-fields.tsx'
import { AnyOfFields } from './any-of-fields.tsx'
import { ChoiceField } from './choice-field.tsx'
import { optionWords } from './condition-names.ts'
import { DateField, MonthDayFields } from './day-fields.tsx'
import type { EditorContext } from './editor-context.ts'
import { NumberField } from './fields.tsx'
import { ListLeafFields } from './list-leaf-fields.tsx'
import { MetafieldFields } from './metafield-fields.tsx'

type Family = ConditionForm['family']
type Form<Name extends Family> = Extract<ConditionForm, { family: Name }>

/** What the fields of a family get. `onChange` takes the leaf anew, of the same kind. */
export type LeafProps<Name extends Family> = {
  readonly form: Form<Name>
  readonly value: LeafShape<Name> & { readonly kind: LeafCondition['kind'] }
  readonly path: string
  readonly editor: EditorContext
  readonly onChange: (value: LeafShape<Name> & { readonly kind: LeafCondition['kind'] }) => void
}

const comparisonWords = {
  atLeast: 'At least',
  below: 'Below',
  atMost: 'At most',
  above: 'Above',
  equals: 'Exactly',
} as const
const units = { count: '', percent: '%', days: 'days' } as const

function NumberFields({ form, value, path, editor, onChange }: LeafProps<'number'>) {
  const range = form.unit === 'percent' ? 'a percentage with at most two decimals' : 'a whole number'
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
      <ChoiceField
        label="Is"
        options={numberOperators.map((is) => [is, comparisonWords[is]] as const)}
        value={value.is}
        onChange={(is) => onChange({ ...value, is })}
      />
      <NumberField
        label="Number"
        suffix={units[form.unit]}
        value={value.value}
        path={`${path}.value`}
        problems={editor.problems}
        words={`Enter ${range} from 0 to ${form.most}.`}
        onChange={(number) => onChange({ ...value, value: number })}
      />
    </InlineGrid>
  )
}

function MoneyFields({ value, path, editor, onChange }: LeafProps<'money'>) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
      <ChoiceField
        label="Is"
        options={[
          ['atLeast', comparisonWords.atLeast],
          ['below', comparisonWords.below],
        ]}
        value={value.is}
        onChange={(is) => onChange({ ...value, is })}
      />
      <AmountsFields
        label="Amount"
        help="An amount in a currency that is not named here cannot be told: a person decides."
        amounts={value.amounts}
        path={`${path}.amounts`}
        editor={editor}
        onChange={(amounts) => onChange({ ...value, amounts })}
      />
    </InlineGrid>
  )
}

function FlagFields({ value, onChange }: LeafProps<'flag'>) {
  return (
    <ChoiceField
      label="Is"
      options={[
        ['yes', 'Yes'],
        ['no', 'No'],
      ]}
      value={value.is ? 'yes' : 'no'}
      onChange={(is) => onChange({ ...value, is: is === 'yes' })}
    />
  )
}

function ChoiceFields({ form, value, path, editor, onChange }: LeafProps<'choice'>) {
  return (
    <AnyOfFields
      label="Is"
      options={form.options.map((option) => [option, optionWords[option] ?? option] as const)}
      value={value}
      path={path}
      problems={editor.problems}
      words="Choose at least one."
      onChange={(chosen) => onChange({ ...value, ...chosen })}
    />
  )
}

function PeriodFields({ value, path, editor, onChange }: LeafProps<'period'>) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
      <DateField
        label="From"
        value={value.from}
        path={`${path}.from`}
        problems={editor.problems}
        words="Enter the first day, the last day, or both."
        onChange={(from) => onChange({ ...value, from })}
      />
      <DateField
        label="To, inclusive"
        value={value.to}
        path={`${path}.to`}
        problems={editor.problems}
        words="Enter a day that is not before the first."
        onChange={(to) => onChange({ ...value, to })}
      />
    </InlineGrid>
  )
}

function SeasonFields({ value, path, editor, onChange }: LeafProps<'season'>) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
      <ChoiceField
        label="Day of"
        options={[
          ['order', 'The order'],
          ['today', 'The request'],
        ]}
        value={value.day}
        onChange={(day) => onChange({ ...value, day })}
      />
      <MonthDayFields
        label="Every year from"
        value={value.from}
        path={`${path}.from`}
        problems={editor.problems}
        onChange={(from) => onChange({ ...value, from })}
      />
      <MonthDayFields
        label="To, inclusive"
        value={value.to}
        path={`${path}.to`}
        problems={editor.problems}
        onChange={(to) => onChange({ ...value, to })}
      />
    </InlineGrid>
  )
}

function DaysSinceFields({ value, path, editor, onChange }: LeafProps<'daysSince'>) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
      <ChoiceField
        label="Days since"
        options={[
          ['order', 'Order'],
          ['fulfillment', 'Dispatch'],
          ['delivery', 'Delivery'],
          ['lastDelivery', 'Delivery of the last item'],
        ]}
        value={value.since}
        onChange={(since) => onChange({ ...value, since })}
      />
      <ChoiceField
        label="Are"
        options={[
          ['atMost', 'At most'],
          ['moreThan', 'More than'],
        ]}
        value={value.is}
        onChange={(is) => onChange({ ...value, is })}
      />
      <NumberField
        label="Number"
        suffix="days"
        value={value.days}
        path={`${path}.days`}
        problems={editor.problems}
        words="Enter whole days from 0 to 3650."
        onChange={(days) => onChange({ ...value, days })}
      />
    </InlineGrid>
  )
}

/** The fields of every family. A new family without them does not compile; a new condition of a family needs none. */
const familyFields: { readonly [Name in Family]: (props: LeafProps<Name>) => ReactNode } = {
  set: ListLeafFields,
  text: ListLeafFields,
  number: NumberFields,
  money: MoneyFields,
  flag: FlagFields,
  choice: ChoiceFields,
  period: PeriodFields,
  season: SeasonFields,
  daysSince: DaysSinceFields,
  metafield: MetafieldFields,
  answer: AnswerFields,
}

/** The fields of one condition over one fact, by the family that its registry entry says. */
export function LeafFields(props: {
  readonly value: LeafCondition
  readonly path: string
  readonly editor: EditorContext
  readonly onChange: (value: LeafCondition) => void
}) {
  const { form } = conditionOf(props.value.kind)
  // Family and leaf belong together by the registry; the compiler cannot follow that through the tables.
  const Fields = familyFields[form.family] as unknown as (
    props: Omit<LeafProps<Family>, 'value' | 'onChange'> & {
      value: LeafCondition
      onChange: (value: LeafCondition) => void
    },
  ) => ReactNode
  return <Fields {...props} form={form} />
}

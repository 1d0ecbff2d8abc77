import { BlockStack, InlineGrid, InlineStack, Select, Tag, TextField } from '@shopify/polaris'
import type { ReactNode } from 'react'
import type { LeafCondition } from '#app/domain/policy/conditions/index.ts'
import { errorAt, ListField, NumberField, type Problems } from './fields.tsx'

export type ReasonChoice = { readonly handle: string; readonly name: string }

type Leaf<Kind extends LeafCondition['kind']> = Extract<LeafCondition, { kind: Kind }>
type Props<Kind extends LeafCondition['kind']> = {
  readonly value: Leaf<Kind>
  readonly path: string
  readonly problems: Problems
  readonly reasons: readonly ReasonChoice[]
  readonly onChange: (value: Leaf<Kind>) => void
}

function DaysSinceFields({ value, path, problems, onChange }: Props<'daysSince'>) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
      <Select
        label="Days since"
        options={[
          { value: 'order', label: 'Order' },
          { value: 'fulfillment', label: 'Dispatch' },
          { value: 'delivery', label: 'Delivery' },
        ]}
        value={value.since}
        // The options are exactly the values of the condition.
        onChange={(since) => onChange({ ...value, since: since as typeof value.since })}
      />
      <Select
        label="Are"
        options={[
          { value: 'atMost', label: 'At most' },
          { value: 'moreThan', label: 'More than' },
        ]}
        value={value.is}
        onChange={(is) => onChange({ ...value, is: is === 'atMost' ? 'atMost' : 'moreThan' })}
      />
      <NumberField
        label="Number"
        suffix="days"
        value={value.days}
        path={`${path}.days`}
        problems={problems}
        words="Enter whole days from 0 to 3650."
        onChange={(days) => onChange({ ...value, days })}
      />
    </InlineGrid>
  )
}

const listWords = {
  label: 'Is one of',
  words: 'Enter at least one word.',
  help: 'Separate several with commas.',
}

function ProductTagFields({ value, path, problems, onChange }: Props<'productTag'>) {
  const change = (isOneOf: string[]) => onChange({ ...value, isOneOf })
  return <ListField {...listWords} value={value.isOneOf} path={path} problems={problems} onChange={change} />
}

function ProductTypeFields({ value, path, problems, onChange }: Props<'productType'>) {
  const change = (isOneOf: string[]) => onChange({ ...value, isOneOf })
  return <ListField {...listWords} value={value.isOneOf} path={path} problems={problems} onChange={change} />
}

function CustomerTagFields({ value, path, problems, onChange }: Props<'customerTag'>) {
  const change = (isOneOf: string[]) => onChange({ ...value, isOneOf })
  return <ListField {...listWords} value={value.isOneOf} path={path} problems={problems} onChange={change} />
}

function OrderCountryFields({ value, path, problems, onChange }: Props<'orderCountry'>) {
  return (
    <ListField
      label="Is one of"
      help="Two-letter country codes, separated by commas: US, CA."
      words="Use two-letter country codes like US."
      value={value.isOneOf}
      path={path}
      problems={problems}
      toPart={(code) => code.toUpperCase()}
      onChange={(isOneOf) => onChange({ ...value, isOneOf })}
    />
  )
}

function ReturnReasonFields({ value, path, problems, reasons, onChange }: Props<'returnReason'>) {
  const nameOf = (handle: string) => reasons.find((reason) => reason.handle === handle)?.name ?? handle
  const free = reasons.filter(({ handle }) => !value.isOneOf.includes(handle))
  const remove = (gone: string) =>
    onChange({ ...value, isOneOf: value.isOneOf.filter((handle) => handle !== gone) })
  return (
    <BlockStack gap="200">
      <InlineStack gap="100">
        {value.isOneOf.map((handle) => (
          <Tag key={handle} onRemove={() => remove(handle)}>
            {nameOf(handle)}
          </Tag>
        ))}
      </InlineStack>
      <Select
        label="Add a reason"
        options={[
          { value: '', label: free.length === 0 ? 'No more reasons' : 'Choose a reason' },
          ...free.map(({ handle, name }) => ({ value: handle, label: name })),
        ]}
        value=""
        onChange={(handle) => onChange({ ...value, isOneOf: [...value.isOneOf, handle] })}
        {...errorAt(problems, path, 'Choose at least one reason.')}
      />
    </BlockStack>
  )
}

const comparisons = [
  { value: 'atLeast', label: 'At least' },
  { value: 'below', label: 'Below' },
]

function PriceFields({ value, path, problems, onChange }: Props<'price'>) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
      <Select
        label="Price is"
        options={comparisons}
        value={value.is}
        onChange={(is) => onChange({ ...value, is: is === 'below' ? 'below' : 'atLeast' })}
      />
      <TextField
        label="Amount"
        value={value.amount}
        inputMode="decimal"
        autoComplete="off"
        onChange={(amount) => onChange({ ...value, amount: amount.trim() })}
        {...errorAt(problems, `${path}.amount`, 'Enter an amount like 19.95.')}
      />
      <TextField
        label="Currency"
        value={value.currency}
        maxLength={3}
        autoComplete="off"
        onChange={(currency) => onChange({ ...value, currency: currency.toUpperCase() })}
        {...errorAt(problems, `${path}.currency`, 'Enter a currency code like USD.')}
      />
    </InlineGrid>
  )
}

function DiscountShareFields({ value, path, problems, onChange }: Props<'discountShare'>) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
      <Select
        label="Discount is"
        options={comparisons}
        value={value.is}
        onChange={(is) => onChange({ ...value, is: is === 'below' ? 'below' : 'atLeast' })}
      />
      <NumberField
        label="Share"
        suffix="%"
        value={value.percent}
        path={`${path}.percent`}
        problems={problems}
        words="Enter a percentage from 0 to 100, with at most two decimals."
        onChange={(percent) => onChange({ ...value, percent })}
      />
    </InlineGrid>
  )
}

/** The name and the fields of every condition. A new condition without them does not compile. */
export const leafEditors: {
  readonly [Kind in LeafCondition['kind']]: {
    readonly name: string
    readonly Fields: (props: Props<Kind>) => ReactNode
  }
} = {
  productTag: { name: 'Product tag', Fields: ProductTagFields },
  productType: { name: 'Product type', Fields: ProductTypeFields },
  price: { name: 'Price', Fields: PriceFields },
  discountShare: { name: 'Discount', Fields: DiscountShareFields },
  daysSince: { name: 'Days since', Fields: DaysSinceFields },
  orderCountry: { name: 'Country of delivery', Fields: OrderCountryFields },
  customerTag: { name: 'Customer tag', Fields: CustomerTagFields },
  returnReason: { name: 'Return reason', Fields: ReturnReasonFields },
}

/** The fields of one condition over one fact. */
export function LeafFields(
  props: Omit<Props<LeafCondition['kind']>, 'value'> & { readonly value: LeafCondition },
) {
  // Kind and value belong together; the compiler cannot follow that through the table.
  const Fields = leafEditors[props.value.kind].Fields as (props: object) => ReactNode
  return <Fields {...props} />
}

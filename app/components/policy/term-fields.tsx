import { BlockStack, Checkbox, InlineGrid, Select, TextField } from '@shopify/polaris'
import type { ReactNode } from 'react'
import type { Rule } from '#app/domain/policy/policy.ts'
import type { TermName, Terms } from '#app/domain/policy/terms/index.ts'
import { errorAt, NumberField, type Problems } from './fields.tsx'

type Props<Name extends TermName> = {
  readonly value: Terms[Name]
  readonly path: string
  readonly problems: Problems
  readonly currency: string
  readonly onChange: (value: Terms[Name]) => void
}

function EligibleFields({ value, path, problems, onChange }: Props<'eligible'>) {
  return (
    <BlockStack gap="200">
      <Select
        label="Returnable"
        options={[
          { value: 'yes', label: 'Can be returned' },
          { value: 'no', label: 'Cannot be returned' },
        ]}
        value={value.kind}
        onChange={(kind) => onChange(kind === 'no' ? { kind: 'no', because: 'final sale' } : { kind: 'yes' })}
      />
      {value.kind === 'no' ? (
        <TextField
          label="Because"
          value={value.because}
          onChange={(because) => onChange({ kind: 'no', because })}
          helpText="Your words for the shopper, for example: final sale."
          maxLength={200}
          autoComplete="off"
          {...errorAt(problems, `${path}.because`, 'Say why, in at most 200 characters.')}
        />
      ) : null}
    </BlockStack>
  )
}

function ReturnWindowFields({ value, path, problems, onChange }: Props<'returnWindow'>) {
  const { days } = value
  return (
    <BlockStack gap="200">
      {days === null ? null : (
        <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
          <NumberField
            label="Return window"
            suffix="days"
            value={days}
            path={`${path}.days`}
            problems={problems}
            words="Enter whole days from 0 to 3650."
            onChange={(count) => onChange({ ...value, days: count })}
          />
          <Select
            label="Counted from"
            options={[
              { value: 'delivery', label: 'Delivery' },
              { value: 'fulfillment', label: 'Dispatch' },
              { value: 'order', label: 'Order' },
            ]}
            value={value.from}
            // The options are exactly the values of the term.
            onChange={(from) => onChange({ ...value, from: from as typeof value.from })}
          />
          <NumberField
            label="If that date is missing, add"
            suffix="days"
            value={value.transitDays}
            path={`${path}.transitDays`}
            problems={problems}
            words="Enter whole days from 0 to 60."
            onChange={(transitDays) => onChange({ ...value, transitDays })}
          />
        </InlineGrid>
      )}
      <Checkbox
        label="No limit on the return window"
        checked={days === null}
        onChange={(isUnlimited) => onChange({ ...value, days: isUnlimited ? null : 30 })}
      />
    </BlockStack>
  )
}

function OutcomesFields({ value, onChange }: Props<'outcomes'>) {
  const key = value.includes('refund') ? (value.includes('store_credit') ? 'both' : 'refund') : 'store_credit'
  const outcomes = {
    both: ['refund', 'store_credit'],
    refund: ['refund'],
    store_credit: ['store_credit'],
  } as const
  return (
    <Select
      label="Outcomes offered"
      options={[
        { value: 'both', label: 'Refund or store credit' },
        { value: 'refund', label: 'Refund only' },
        { value: 'store_credit', label: 'Store credit only' },
      ]}
      value={key}
      // The options are exactly the keys above.
      onChange={(chosen) => onChange([...outcomes[chosen as keyof typeof outcomes]])}
    />
  )
}

function BonusFields({ value, path, problems, onChange }: Props<'bonus'>) {
  return (
    <NumberField
      label="Bonus on store credit"
      suffix="%"
      value={value.storeCreditPercent}
      path={path}
      problems={problems}
      words="Enter a percentage from 0 to 100, with at most two decimals."
      onChange={(storeCreditPercent) => onChange({ storeCreditPercent })}
    />
  )
}

function RestockingFeeFields({ value, path, problems, onChange }: Props<'restockingFee'>) {
  return (
    <NumberField
      label="Restocking fee"
      suffix="% of the price"
      value={value.percent}
      path={path}
      problems={problems}
      words="Enter a percentage from 0 to 100, with at most two decimals."
      onChange={(percent) => onChange({ percent })}
    />
  )
}

const offeredCurrencies = [
  'USD',
  'EUR',
  'GBP',
  'CAD',
  'AUD',
  'NZD',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'JPY',
  'SGD',
  'HKD',
]

function ReturnShippingFeeFields({ value, path, problems, currency, onChange }: Props<'returnShippingFee'>) {
  const named = [...new Set([currency, ...Object.keys(value.amounts)])]
  const free = offeredCurrencies.filter((code) => !named.includes(code))
  const set = (code: string, amount: string) => {
    const { [code]: _, ...others } = value.amounts
    onChange({ amounts: amount.trim() === '' ? others : { ...others, [code]: amount.trim() } })
  }
  return (
    <BlockStack gap="200">
      {named.map((code) => (
        <TextField
          key={code}
          label={`Return shipping fee in ${code}`}
          value={value.amounts[code] ?? ''}
          suffix={code}
          placeholder="0"
          inputMode="decimal"
          autoComplete="off"
          onChange={(amount) => set(code, amount)}
          {...(code === named.at(-1) ? { helpText: 'Once per return. Empty: free.' } : {})}
          {...errorAt(
            problems,
            `${path}.amounts.${code}`,
            `Enter an amount like 4.95 that ${code} can be paid in.`,
          )}
        />
      ))}
      {free.length > 0 ? (
        <Select
          label="Fee in another currency"
          options={[
            { value: '', label: 'Choose a currency' },
            ...free.map((code) => ({ value: code, label: code })),
          ]}
          value=""
          onChange={(code) => set(code, '0')}
        />
      ) : null}
    </BlockStack>
  )
}

function ReviewFields({ value, onChange }: Props<'review'>) {
  return (
    <Select
      label="Who decides"
      options={[
        { value: 'automatic', label: 'The policy, at once' },
        { value: 'staff', label: 'A person' },
      ]}
      value={value}
      onChange={(chosen) => onChange(chosen === 'staff' ? 'staff' : 'automatic')}
    />
  )
}

function PayWhenFields({ value, onChange }: Props<'payWhen'>) {
  return (
    <Select
      label="When money moves"
      options={[
        { value: 'on_receipt', label: 'When the goods have arrived' },
        { value: 'on_approval', label: 'When the return is approved' },
      ]}
      value={value}
      onChange={(chosen) => onChange(chosen === 'on_approval' ? 'on_approval' : 'on_receipt')}
    />
  )
}

/** The fields of every term. A new term without fields does not compile. */
const termFields: { readonly [Name in TermName]: (props: Props<Name>) => ReactNode } = {
  eligible: EligibleFields,
  returnWindow: ReturnWindowFields,
  outcomes: OutcomesFields,
  bonus: BonusFields,
  restockingFee: RestockingFeeFields,
  returnShippingFee: ReturnShippingFeeFields,
  review: ReviewFields,
  payWhen: PayWhenFields,
}

type TermFieldsProps = {
  readonly name: TermName
  readonly terms: Rule['set']
  readonly path: string
  readonly problems: Problems
  readonly currency: string
  readonly onChange: (terms: Rule['set']) => void
}

/** The fields of one term inside a set of terms. */
export function TermFields({ name, terms, path, problems, currency, onChange }: TermFieldsProps) {
  const value = terms[name]
  if (value === undefined) return null
  // Name and value belong together; the compiler cannot follow that through the table.
  const Fields = termFields[name] as (props: Props<TermName>) => ReactNode
  return (
    <Fields
      value={value}
      path={`${path}.${name}`}
      problems={problems}
      currency={currency}
      onChange={(next) => onChange({ ...terms, [name]: next })}
    />
  )
}

import { BlockStack, InlineGrid } from '@shopify/polaris'
import type { FlatFee } from '#app/domain/policy/terms/fee.ts'
import { AmountsFields } from './amounts-fields.tsx'
import { ChoiceField } from './choice-field.tsx'
import { ChoicesField } from './choices-field.tsx'
import type { EditorContext } from './editor-context.ts'
import { NumberField } from './fields.tsx'
import type { TermProps } from './term-fields.tsx'

type FeeProps<Fee extends FlatFee> = {
  readonly label: string
  readonly value: Fee
  readonly path: string
  readonly editor: EditorContext
  readonly onChange: (value: Fee) => void
}

/** What every fee says: flat amounts, how they count, for what, and who never pays it. */
function FlatFeeFields<Fee extends FlatFee>({ label, value, path, editor, onChange }: FeeProps<Fee>) {
  const isFree = Object.keys(value.amounts).length === 0 && !('percent' in value && value.percent !== 0)
  return (
    <BlockStack gap="200">
      <AmountsFields
        label={label}
        help="Empty: free."
        amounts={value.amounts}
        path={`${path}.amounts`}
        editor={editor}
        onChange={(amounts) => onChange({ ...value, amounts })}
      />
      {isFree ? null : (
        <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
          <ChoiceField
            label="Amounts count"
            options={[
              ['request', 'Once per return'],
              ['item', 'For each item'],
            ]}
            value={value.per}
            onChange={(per) => onChange({ ...value, per })}
          />
          <ChoicesField
            label="Charged for"
            options={[
              ['refund', 'A refund'],
              ['store_credit', 'Store credit'],
              ['exchange', 'An exchange'],
            ]}
            value={value.outcomes}
            path={`${path}.outcomes`}
            problems={editor.problems}
            words="Choose at least one."
            onChange={(outcomes) => onChange({ ...value, outcomes })}
          />
          <ChoicesField
            label="Never charged when the fault lies with"
            options={[
              ['merchant', 'Us'],
              ['carrier', 'The carrier'],
              ['buyer', 'The buyer'],
              ['nobody', 'Nobody'],
            ]}
            value={value.waivedFor}
            path={`${path}.waivedFor`}
            problems={editor.problems}
            words="Choose from the list."
            onChange={(waivedFor) => onChange({ ...value, waivedFor })}
          />
        </InlineGrid>
      )}
    </BlockStack>
  )
}

/** A percentage of the price, flat amounts, or both. */
export function RestockingFeeFields(props: TermProps<'restockingFee'>) {
  const { value, path, editor, onChange } = props
  return (
    <BlockStack gap="200">
      <NumberField
        label="Restocking fee"
        suffix="% of the price"
        value={value.percent}
        path={`${path}.percent`}
        problems={editor.problems}
        words="Enter a percentage from 0 to 100, with at most two decimals."
        onChange={(percent) => onChange({ ...value, percent })}
      />
      <FlatFeeFields {...props} label="Restocking fee" />
    </BlockStack>
  )
}

/** For handling the return. */
export function HandlingFeeFields(props: TermProps<'handlingFee'>) {
  return <FlatFeeFields {...props} label="Handling fee" />
}

/** For the label that the shop sends, where the buyer pays the way back. */
export function ReturnShippingFeeFields(props: TermProps<'returnShippingFee'>) {
  return <FlatFeeFields {...props} label="Return shipping fee" />
}

import { BlockStack, Text } from '@shopify/polaris'
import { ChoicesField } from './choices-field.tsx'
import type { TermProps } from './term-fields.tsx'

/** What shoppers may choose from for their item. */
export function OutcomesFields({ value, path, editor, onChange }: TermProps<'outcomes'>) {
  return (
    <ChoicesField
      label="Outcomes offered"
      options={[
        ['refund', 'Refund to the original payment'],
        ['store_credit', 'Store credit'],
        ['exchange', 'Exchange'],
      ]}
      value={value}
      path={path}
      problems={editor.problems}
      words="Offer at least one."
      onChange={onChange}
    />
  )
}

/** How goods may come back. */
export function ReturnMethodsFields({ value, path, editor, onChange }: TermProps<'returnMethods'>) {
  return (
    <BlockStack gap="200">
      <ChoicesField
        label="Ways back"
        options={[
          ['own_parcel', 'A parcel that the buyer sends'],
          ['prepaid_label', 'A label from us'],
          ['drop_off', 'A drop-off point'],
          ['in_store', 'In one of our shops'],
        ]}
        value={value}
        path={path}
        problems={editor.problems}
        words="Offer at least one."
        onChange={onChange}
      />
      <Text as="p" tone="subdued">
        Shoppers read these in the policy. Labels, drop-off points and shops are yours to arrange: say how it
        works in the instructions for sending back, under Settings.
      </Text>
    </BlockStack>
  )
}

import { BlockStack, InlineGrid } from '@shopify/polaris'
import { AmountsFields } from './amounts-fields.tsx'
import { NumberField } from './fields.tsx'
import type { TermProps } from './term-fields.tsx'

const words = 'Enter a percentage from 0 to 100, with at most two decimals.'
const help = 'Once per return. Empty: nothing on top.'

/** What shoppers get on top of their money's worth when they stay with the shop. */
export function BonusFields({ value, path, editor, onChange }: TermProps<'bonus'>) {
  const { problems } = editor
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
      <BlockStack gap="200">
        <NumberField
          label="Bonus on store credit"
          suffix="%"
          value={value.storeCreditPercent}
          path={`${path}.storeCreditPercent`}
          problems={problems}
          words={words}
          onChange={(storeCreditPercent) => onChange({ ...value, storeCreditPercent })}
        />
        <AmountsFields
          label="Bonus on store credit"
          help={help}
          amounts={value.storeCreditAmounts}
          path={`${path}.storeCreditAmounts`}
          editor={editor}
          onChange={(storeCreditAmounts) => onChange({ ...value, storeCreditAmounts })}
        />
      </BlockStack>
      <BlockStack gap="200">
        <NumberField
          label="Bonus on an exchange"
          suffix="%"
          value={value.exchangePercent}
          path={`${path}.exchangePercent`}
          problems={problems}
          words={words}
          onChange={(exchangePercent) => onChange({ ...value, exchangePercent })}
        />
        <AmountsFields
          label="Bonus on an exchange"
          help={help}
          amounts={value.exchangeAmounts}
          path={`${path}.exchangeAmounts`}
          editor={editor}
          onChange={(exchangeAmounts) => onChange({ ...value, exchangeAmounts })}
        />
      </BlockStack>
    </InlineGrid>
  )
}

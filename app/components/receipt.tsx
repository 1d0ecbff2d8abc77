import { BlockStack, Divider, InlineStack, Text } from '@shopify/polaris'
import type { ReceiptRow } from './receipt-rows.ts'

/** A small table that adds up: names left, amounts right, the sum under a line. */
export function Receipt({ rows, label }: { readonly rows: readonly ReceiptRow[]; readonly label: string }) {
  return (
    <div role="group" aria-label={label}>
      <BlockStack gap="150">
        {rows.map((row, index) => (
          <BlockStack gap="150" key={`${row.label} ${index}`}>
            {row.isTotal ? <Divider /> : null}
            <InlineStack align="space-between" gap="400" wrap={false}>
              <Text as="span" {...(row.isTotal ? { fontWeight: 'semibold' } : { tone: 'subdued' })}>
                {row.label}
              </Text>
              <Text as="span" numeric {...(row.isTotal ? { fontWeight: 'semibold' } : {})}>
                {row.amount}
              </Text>
            </InlineStack>
          </BlockStack>
        ))}
      </BlockStack>
    </div>
  )
}

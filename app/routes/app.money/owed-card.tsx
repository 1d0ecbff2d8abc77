import { BlockStack, Card, Divider, InlineGrid, InlineStack, Text } from '@shopify/polaris'
import type { LiabilityView } from './money-page.server.ts'

/** What the shop owes its buyers: per currency, by age, and where it stands. */
export function OwedCard({ liabilities }: { readonly liabilities: readonly LiabilityView[] }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Owed to buyers
          </Text>
          <Text as="p" tone="subdued">
            As promised on the receipts. Refunds that were made in Shopify are taken off.
          </Text>
        </BlockStack>
        {liabilities.length === 0 ? <Text as="p">Nothing is owed.</Text> : null}
        {liabilities.map((one, index) => (
          <BlockStack gap="400" key={one.currency}>
            {index > 0 ? <Divider /> : null}
            <OneCurrency liability={one} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  )
}

function OneCurrency({ liability }: { readonly liability: LiabilityView }) {
  const { currency, due, returns, ages, parts } = liability
  return (
    <BlockStack gap="300">
      <InlineStack align="space-between" gap="200" blockAlign="baseline">
        <Text as="h3" variant="headingSm">
          {currency}: {returns === 1 ? '1 return' : `${returns} returns`}
        </Text>
        <Text as="span" variant="headingMd" numeric>
          {due} due
        </Text>
      </InlineStack>
      <InlineGrid columns={{ xs: 2, md: 4 }} gap="300">
        {ages.map(({ label, amount, isZero }) => (
          <BlockStack key={label}>
            <Text as="span" tone="subdued" variant="bodySm">
              {label}
            </Text>
            <Text as="span" numeric {...(isZero ? { tone: 'subdued' as const } : {})}>
              {amount}
            </Text>
          </BlockStack>
        ))}
      </InlineGrid>
      <BlockStack gap="100">
        {parts.map(({ label, amount }) => (
          <InlineStack key={label} align="space-between" gap="200">
            <Text as="span" tone="subdued">
              {label}
            </Text>
            <Text as="span" numeric>
              {amount}
            </Text>
          </InlineStack>
        ))}
      </BlockStack>
    </BlockStack>
  )
}

import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import type { GiftOrder } from './find-gift-order.server.ts'

/** The codes of an order that can be used now. */
export function CodesCard(props: {
  readonly codes: GiftOrder['codes']
  readonly isDisabled: boolean
  readonly onRevoke: (id: string) => void
}) {
  const { codes, isDisabled, onRevoke } = props
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Codes of this order
        </Text>
        {codes.map((one) => (
          <InlineStack key={one.id} align="space-between" blockAlign="center" gap="300">
            <BlockStack gap="050">
              <Text as="p" variant="headingMd" numeric>
                {one.code ?? 'Cannot be shown any more: make another one'}
              </Text>
              <Text as="p">{one.titles}</Text>
              <Text as="p" tone="subdued" variant="bodySm">
                Good until {one.endsAt}
              </Text>
            </BlockStack>
            <Button
              variant="plain"
              tone="critical"
              disabled={isDisabled}
              onClick={() => onRevoke(one.id)}
              accessibilityLabel={`End the code ${one.code ?? ''}`}
            >
              End code
            </Button>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  )
}

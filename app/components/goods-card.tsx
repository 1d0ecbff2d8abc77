import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris'
import type { LineView, ReturnView } from './return-view.ts'

/** What was expected, what arrived, and where it went. */
export function GoodsCard({
  goods,
  lines,
}: {
  readonly goods: ReturnView['goods']
  readonly lines: readonly LineView[]
}) {
  const expected = lines.reduce((units, line) => units + (line.isKept ? 0 : line.quantity), 0)
  const received = lines.reduce((units, line) => units + line.received, 0)
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            Goods
          </Text>
          <Text as="span" tone="subdued">
            {received} of {expected} received
          </Text>
        </InlineStack>
        {goods.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing has arrived yet.
          </Text>
        ) : (
          goods.map((item) => (
            <BlockStack gap="050" key={item.id}>
              <Text as="p">{item.text}</Text>
              <Text as="p" tone="subdued" variant="bodySm">
                {item.by} · {item.at}
              </Text>
            </BlockStack>
          ))
        )}
      </BlockStack>
    </Card>
  )
}

import { Banner, BlockStack, Card, Divider, InlineStack, Text } from '@shopify/polaris'
import { Receipt } from './receipt.tsx'
import type { ReceiptRow } from './receipt-rows.ts'
import type { MovementView, ReturnView } from './return-view.ts'
import { MoneyBadge } from './status-badge.tsx'

/** What was promised, as a receipt, by when the law wants it paid, and every movement of money with its state. */
export function MoneyCard(props: {
  readonly promised: readonly ReceiptRow[]
  readonly movements: readonly MovementView[]
  readonly outcome: string
  readonly dueByLaw: ReturnView['dueByLaw']
}) {
  const { promised, movements, outcome, dueByLaw } = props
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            Money
          </Text>
          <Text as="span" tone="subdued">
            Asked for: {outcome}
          </Text>
        </InlineStack>
        {dueByLaw === null ? null : dueByLaw.isLate ? (
          <Banner tone="critical">
            <p>{dueByLaw.text}</p>
          </Banner>
        ) : (
          <Text as="p" tone="subdued">
            {dueByLaw.text}
          </Text>
        )}
        {promised.length > 0 ? <Receipt rows={promised} label="What the shopper was shown" /> : null}
        <Divider />
        {movements.length === 0 ? (
          <Text as="p" tone="subdued">
            No money has moved.
          </Text>
        ) : (
          movements.map((movement) => <Movement key={movement.id} movement={movement} />)
        )}
      </BlockStack>
    </Card>
  )
}

function Movement({ movement }: { readonly movement: MovementView }) {
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <BlockStack gap="050">
        <Text as="p">
          {movement.purpose} to {movement.to}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {movement.at}
        </Text>
      </BlockStack>
      <InlineStack gap="200" blockAlign="center">
        <MoneyBadge state={movement.state} label={movement.stateLabel} />
        <Text as="span" numeric fontWeight="semibold">
          {movement.amount}
        </Text>
      </InlineStack>
    </InlineStack>
  )
}

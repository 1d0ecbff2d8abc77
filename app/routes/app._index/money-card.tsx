import { BlockStack, Card, Icon, InlineStack, Link, Text } from '@shopify/polaris'
import { AlertTriangleIcon, CheckCircleIcon } from '@shopify/polaris-icons'
import type { HomeFigures } from './home-figures.server.ts'

/** What is owed to buyers, and whether every cent is explained. */
export function MoneyCard({ money }: { readonly money: HomeFigures['money'] }) {
  const isClear = money.unexplained === null
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Money
        </Text>
        <InlineStack align="space-between" gap="200">
          <Text as="span" tone="subdued">
            Owed now{money.returns > 0 ? ` (${money.returns})` : ''}
          </Text>
          <Text as="span" numeric fontWeight="semibold">
            {money.owed}
          </Text>
        </InlineStack>
        <InlineStack gap="200" wrap={false} blockAlign="start">
          <span>
            {isClear ? (
              <Icon source={CheckCircleIcon} tone="success" />
            ) : (
              <Icon source={AlertTriangleIcon} tone="critical" />
            )}
          </span>
          <Link url="/app/money">{isClear ? '0 unexplained cents' : `${money.unexplained} unexplained`}</Link>
        </InlineStack>
      </BlockStack>
    </Card>
  )
}

import { BlockStack, Box, Button, Card, Icon, InlineStack, Text } from '@shopify/polaris'
import { AlertTriangleIcon, CheckCircleIcon } from '@shopify/polaris-icons'
import type { StatusView } from './money-page.server.ts'

/** The one sentence that matters, and what it rests on. */
export function StatusCard(props: {
  readonly status: StatusView
  readonly mayCheck: boolean
  readonly isChecking: boolean
  readonly onCheck: () => void
}) {
  const { status, mayCheck, isChecking, onCheck } = props
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="start" wrap={false}>
          <Box paddingBlockStart="100">
            {status.isClear ? (
              <Icon source={CheckCircleIcon} tone="success" />
            ) : (
              <Icon source={AlertTriangleIcon} tone="critical" />
            )}
          </Box>
          <Text as="h2" variant="headingLg">
            {status.headline}
          </Text>
        </InlineStack>
        <BlockStack gap="100">
          {status.lines.map((line) => (
            <Text as="p" tone="subdued" key={line}>
              {line}
            </Text>
          ))}
          {status.waits === null ? null : <Text as="p">{status.waits}</Text>}
        </BlockStack>
        {mayCheck ? (
          <InlineStack>
            <Button onClick={onCheck} loading={isChecking}>
              Compare all orders now
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  )
}

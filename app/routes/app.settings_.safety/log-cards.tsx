import { BlockStack, Card, Divider, InlineStack, Link, Text } from '@shopify/polaris'
import type { SafetyPage } from './safety-page.server.ts'

/** Payments that wait for a second person, each with the way to decide about it. */
export function WaitingCard({ waiting }: { readonly waiting: SafetyPage['waiting'] }) {
  return (
    <Card>
      <BlockStack gap="300">
        {waiting.length === 0 ? (
          <Text as="p" tone="subdued">
            No payment waits for a second person.
          </Text>
        ) : null}
        {waiting.map(({ id, returnId, title, amount, by, ago }, index) => (
          <BlockStack gap="300" key={id}>
            {index > 0 ? <Divider /> : null}
            <InlineStack align="space-between" gap="200">
              <BlockStack gap="050">
                <Link url={`/app/returns/${returnId}`} removeUnderline>
                  {title}
                </Link>
                <Text as="p" tone="subdued" variant="bodySm">
                  Asked by {by}, {ago}
                </Text>
              </BlockStack>
              <Text as="span" numeric fontWeight="semibold">
                {amount}
              </Text>
            </InlineStack>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  )
}

/** What was changed and refused lately, and by whom. */
export function LogCard({ audit }: { readonly audit: SafetyPage['audit'] }) {
  return (
    <Card>
      <BlockStack gap="300">
        {audit.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing was changed yet.
          </Text>
        ) : null}
        {audit.map(({ id, at, by, text }, index) => (
          <BlockStack gap="300" key={id}>
            {index > 0 ? <Divider /> : null}
            <BlockStack gap="050">
              <Text as="p" breakWord>
                {text}
              </Text>
              <Text as="p" tone="subdued" variant="bodySm">
                {by}, {at}
              </Text>
            </BlockStack>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  )
}

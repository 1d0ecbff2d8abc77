import { Badge, BlockStack, Button, Card, InlineStack, Link, List, Text } from '@shopify/polaris'
import type { PolicyTextPageData } from './policy-page-view.server.ts'

type Props = {
  /** Null where Shopify did not answer. */
  readonly shopify: PolicyTextPageData['shopify']
  readonly language: string
  readonly mayPush: boolean
  readonly isBusy: boolean
  readonly onAllow: () => void
  readonly onPush: () => void
}

/** Shopify's own refund policy page: what it says otherwise than the policy, and the way to replace it. */
export function ShopifyPageCard({ shopify, language, mayPush, isBusy, onAllow, onPush }: Props) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Shopify’s refund policy page
        </Text>
        {shopify === null ? (
          <Text as="p">Shopify did not answer. Open this page again in a moment.</Text>
        ) : (
          <>
            {shopify.mayRead ? <Drift shopify={shopify} /> : null}
            {shopify.mayWrite ? (
              <InlineStack>
                <Button disabled={!mayPush} loading={isBusy} onClick={onPush}>
                  {`Replace it in ${language}`}
                </Button>
              </InlineStack>
            ) : (
              <BlockStack gap="200" inlineAlign="start">
                <Text as="p" tone="subdued">
                  To put this text there the app needs your permission to write the shop’s policies. You can
                  also copy it.
                </Text>
                <Button disabled={!mayPush} onClick={onAllow}>
                  Allow it
                </Button>
              </BlockStack>
            )}
          </>
        )}
      </BlockStack>
    </Card>
  )
}

/** What Shopify's page says otherwise, and how it begins. */
function Drift({ shopify }: { readonly shopify: NonNullable<Props['shopify']> }) {
  return (
    <>
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={shopify.drift.length === 0 ? 'success' : 'warning'}>
          {shopify.drift.length === 0 ? 'In line' : 'Says otherwise'}
        </Badge>
        {shopify.changed === null ? null : (
          <Text as="span" tone="subdued">{`Changed ${shopify.changed}`}</Text>
        )}
      </InlineStack>
      {shopify.drift.length === 0 ? (
        <Text as="p">Nothing on it that we can read says something else than your policy.</Text>
      ) : (
        <List>
          {shopify.drift.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      )}
      {shopify.theirs === null ? null : (
        <Text as="p" tone="subdued">
          {`“${shopify.theirs}”`}
        </Text>
      )}
      {shopify.url === null ? null : (
        <Link url={shopify.url} target="_blank">
          Open Shopify’s page
        </Link>
      )}
    </>
  )
}

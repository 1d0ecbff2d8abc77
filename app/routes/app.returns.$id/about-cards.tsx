import { BlockStack, Card, Link, Text } from '@shopify/polaris'
import type { ReturnView } from '#app/components/return-view.ts'

/** Who asked, for which order, judged by which policy. */
export function AboutCards({ view }: { readonly view: ReturnView }) {
  return (
    <>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Buyer
          </Text>
          {view.customerUrl ? (
            <Link url={view.customerUrl} target="_top">
              {view.buyer.name}
            </Link>
          ) : (
            <Text as="p">{view.buyer.name}</Text>
          )}
          {view.buyer.email ? (
            <Text as="p" breakWord>
              {view.buyer.email}
            </Text>
          ) : null}
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Order
          </Text>
          <Link url={view.orderUrl} target="_top">
            {view.orderName}
          </Link>
          {view.returnMethod === null ? null : <Text as="p">Comes back: {view.returnMethod}</Text>}
          <Text as="p" tone="subdued">
            Judged by <Link url="/app/policy">policy version {view.policyVersion}</Link>
          </Text>
        </BlockStack>
      </Card>
    </>
  )
}

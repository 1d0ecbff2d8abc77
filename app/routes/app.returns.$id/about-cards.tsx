import { BlockStack, Card, Link, Text } from '@shopify/polaris'
import type { ReturnView } from '#app/components/return-view.ts'

/** Who asked, for which order, judged by which policy. */
export function AboutCards({ view }: { readonly view: ReturnView }) {
  return (
    <>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {view.gift === null ? 'Buyer' : 'Recipient of the gift'}
          </Text>
          {view.customerUrl ? (
            <Link url={view.customerUrl} target="_top">
              {view.gift === null ? view.buyer.name : 'Customer account'}
            </Link>
          ) : view.gift === null ? (
            <Text as="p">{view.buyer.name}</Text>
          ) : null}
          {view.buyer.email ? (
            <Text as="p" breakWord>
              {view.buyer.email}
            </Text>
          ) : null}
          {view.gift === null ? null : <GiftFacts gift={view.gift} />}
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
          <Link url={`/app/gifts?order=${encodeURIComponent(view.orderName)}`}>Gift codes of this order</Link>
          <Text as="p" tone="subdued">
            Judged by <Link url="/app/policy">policy version {view.policyVersion}</Link>
          </Text>
        </BlockStack>
      </Card>
    </>
  )
}

/** What staff must know of a gift: who is told, by what name, and that Shopify has another address. */
function GiftFacts({ gift }: { readonly gift: NonNullable<ReturnView['gift']> }) {
  return (
    <>
      <Text as="p">Known to the recipient as {gift.reference}</Text>
      {gift.address === null ? null : (
        <>
          <Text as="p" tone="subdued">
            Goods go to this address. Shopify sends what is fulfilled to the order’s address: change it there.
          </Text>
          <pre style={{ font: 'inherit', margin: 0, whiteSpace: 'pre-wrap' }}>{gift.address}</pre>
        </>
      )}
      <Text as="p" tone="subdued">
        The buyer is told nothing of this return and gets no money back for it.
      </Text>
    </>
  )
}

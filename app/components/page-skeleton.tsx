import {
  BlockStack,
  Card,
  InlineGrid,
  Layout,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
} from '@shopify/polaris'

/** What stands where a page will be while it loads: the shape of the page that comes, so that nothing jumps. */
export function PageSkeleton({ path }: { readonly path: string }) {
  const isDetail = /^\/app\/(returns|cases)\/./.test(path)
  const isList = path === '/app/returns' || path === '/app/cases'
  if (isDetail || path === '/app/money' || path === '/app/policy') {
    return (
      <SkeletonPage title="" backAction={isDetail} fullWidth={!isDetail}>
        <Layout>
          <Layout.Section>
            <Cards count={3} lines={4} />
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <Cards count={2} lines={3} />
          </Layout.Section>
        </Layout>
      </SkeletonPage>
    )
  }
  return (
    <SkeletonPage fullWidth={isList}>
      <BlockStack gap="400">
        {path === '/app' ? (
          <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
            {['a', 'b', 'c', 'd'].map((key) => (
              <Card key={key}>
                <SkeletonDisplayText size="small" />
              </Card>
            ))}
          </InlineGrid>
        ) : null}
        <Cards count={isList ? 1 : 2} lines={isList ? 12 : 5} />
      </BlockStack>
    </SkeletonPage>
  )
}

function Cards({ count, lines }: { readonly count: number; readonly lines: number }) {
  return (
    <BlockStack gap="400">
      {Array.from({ length: count }, (_, index) => (
        <Card key={index}>
          <SkeletonBodyText lines={lines} />
        </Card>
      ))}
    </BlockStack>
  )
}

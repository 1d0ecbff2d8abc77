import { TitleBar } from '@shopify/app-bridge-react'
import { Banner, BlockStack, Page, Text } from '@shopify/polaris'

/** A page that could not be shown: what happened and what to do. Never the error's own words. */
export function ProblemPage({ isMissing }: { readonly isMissing: boolean }) {
  const title = isMissing ? 'There is nothing here' : 'This page could not be loaded'
  return (
    <Page narrowWidth>
      <TitleBar title={title} />
      <Text as="h1" variant="headingMd" visuallyHidden>
        {title}
      </Text>
      <Banner
        tone={isMissing ? 'info' : 'critical'}
        title={title}
        action={
          isMissing
            ? { content: 'Show all returns', url: '/app/returns' }
            : { content: 'Try again', onAction: reload }
        }
      >
        <BlockStack gap="200">
          <p>
            {isMissing
              ? 'The return may belong to another shop, or the address is not complete.'
              : 'Nothing was changed. If it happens again, check that Shopify is available and then contact support.'}
          </p>
        </BlockStack>
      </Banner>
    </Page>
  )
}

function reload() {
  window.location.reload()
}

import { TitleBar } from '@shopify/app-bridge-react'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData, useNavigate, useNavigation, useSearchParams } from '@remix-run/react'
import { Banner, BlockStack, Button, Card, InlineStack, Layout, Page, Text } from '@shopify/polaris'
import { contextFromAdmin } from '#app/context.server.ts'
import { ChooseOrderCard } from './choose-order-card.tsx'
import { ComparedLineCard } from './compared-line.tsx'
import { KeepExampleCard } from './keep-example-card.tsx'
import { readTryAddress } from './try-address.ts'
import { TryOptions } from './try-options.tsx'
import { readTryPage, type TriedView } from './try-page.server.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return readTryPage(ctx, readTryAddress(new URL(request.url).searchParams))
}

/** Any order, decided by the draft and by what is published, side by side. */
export default function TryPage() {
  const { address, choices, tried, problem, today, inForce, versions } = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const isLoading = useNavigation().state === 'loading'
  const change = (name: string, value: string | null) => {
    const next = new URLSearchParams(params)
    if (value === null) next.delete(name)
    else next.set(name, value)
    setParams(next, { replace: true, preventScrollReset: true })
  }
  return (
    <Page>
      <TitleBar title="Try an order">
        <button variant="breadcrumb" onClick={() => navigate('/app/policy')}>
          Policy
        </button>
      </TitleBar>
      <Text as="h1" visuallyHidden>
        Try an order
      </Text>
      <BlockStack gap="400">
        {problem === null ? null : <Banner tone="critical" title={problem} />}
        {tried === null ? (
          <ChooseOrderCard search={address.search} choices={choices} isLoading={isLoading} />
        ) : (
          <>
            <Headline tried={tried} onOther={() => change('order', null)} />
            <TryOptions
              address={address}
              today={today}
              inForce={inForce}
              versions={versions}
              reasons={tried.reasons}
              onChange={change}
            />
            <Layout>
              <Layout.Section>
                <BlockStack gap="400">
                  {tried.lines.map((line) => (
                    <ComparedLineCard
                      key={line.id}
                      line={line}
                      titles={{ published: tried.publishedTitle, draft: 'Draft' }}
                    />
                  ))}
                </BlockStack>
              </Layout.Section>
              <Layout.Section variant="oneThird">
                <KeepExampleCard key={tried.id} tried={tried} address={address} />
              </Layout.Section>
            </Layout>
          </>
        )}
      </BlockStack>
    </Page>
  )
}

/** The answer in one sentence; a change of the options is told to those who cannot see it. */
function Headline({ tried, onOther }: { readonly tried: TriedView; readonly onOther: () => void }) {
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <Text as="h2" variant="headingLg">
            {`Order ${tried.name}`}
          </Text>
          <Button onClick={onOther}>Choose another order</Button>
        </InlineStack>
        <Text as="p" tone="subdued">
          {tried.about}
        </Text>
        <div role="status">
          <Text as="p" variant="bodyLg" fontWeight="semibold">
            {tried.headline}
          </Text>
        </div>
        {tried.ownVersion === null ? null : <Text as="p">{tried.ownVersion}</Text>}
      </BlockStack>
    </Card>
  )
}

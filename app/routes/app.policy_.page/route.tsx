import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData, useNavigate, useRevalidator, useSearchParams } from '@remix-run/react'
import { Banner, BlockStack, Layout, Page, Text } from '@shopify/polaris'
import { useEffect, useState } from 'react'
import { ConfirmModal } from '#app/components/confirm-modal.tsx'
import { contextFromAdmin } from '#app/context.server.ts'
import { policyLocaleFor } from '#app/i18n/locales.ts'
import { type PagePushed, pushPage, readPage } from './policy-page-view.server.ts'
import { PreviewCard } from './preview-card.tsx'
import { ShopifyPageCard } from './shopify-page-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return readPage(ctx, policyLocaleFor(new URL(request.url).searchParams.get('language')))
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const pushed = await pushPage(ctx, await request.json())
  return data(pushed, { status: pushed.status })
}

/** What shoppers read of the policy in force, in every language, and how Shopify's own refund policy page stands to it. */
export default function PolicyTextPage() {
  const page = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const { revalidate } = useRevalidator()
  const shopify = useAppBridge()
  const fetcher = useFetcher<PagePushed>()
  const [asks, setAsks] = useState(false)
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show(fetcher.data.message)
  }, [fetcher.data, shopify])
  const isBusy = fetcher.state !== 'idle'
  const failure = fetcher.data?.ok === false && !isBusy ? fetcher.data.message : null
  const allow = async () => {
    await shopify.scopes.request(['write_legal_policies'])
    revalidate()
  }
  return (
    <Page>
      <TitleBar title="Policy page">
        <button variant="breadcrumb" onClick={() => navigate('/app/policy')}>
          Policy
        </button>
      </TitleBar>
      <Text as="h1" visuallyHidden>
        Policy page
      </Text>
      <ConfirmModal
        id="push-policy-page"
        isOpen={asks}
        title="Replace Shopify’s refund policy?"
        confirm="Replace it"
        keep="Not now"
        isCritical={page.shopify?.theirs !== null}
        onHide={() => setAsks(false)}
        onConfirm={() => {
          setAsks(false)
          const seen = page.shopify?.changedAt ?? null
          fetcher.submit({ locale: page.locale, seen }, { method: 'post', encType: 'application/json' })
        }}
      >
        {`What stands on Shopify’s refund policy page now is replaced by the text shown here, in ${page.language}. Shopify shows it at checkout and in the footer of the shop.`}
      </ConfirmModal>
      <BlockStack gap="400">
        {failure === null ? null : <Banner tone="critical" title={failure} />}
        <Layout>
          <Layout.Section>
            <PreviewCard
              page={page}
              onLanguage={(language) => {
                const next = new URLSearchParams(params)
                next.set('language', language)
                setParams(next, { replace: true, preventScrollReset: true })
              }}
            />
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <ShopifyPageCard
              shopify={page.shopify}
              language={page.language}
              mayPush={page.mayPush}
              isBusy={isBusy}
              onAllow={() => void allow()}
              onPush={() => setAsks(true)}
            />
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  )
}

import { useAppBridge } from '@shopify/app-bridge-react'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData, useRevalidator, useSearchParams } from '@remix-run/react'
import { Banner, BlockStack, Layout } from '@shopify/polaris'
import { useState } from 'react'
import { answerCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { ConfirmModal } from '#app/components/confirm-modal.tsx'
import { useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { pageLocaleFor } from '#app/i18n/page-languages.ts'
import { pushPage, readPage } from './policy-page-view.server.ts'
import { PreviewCard } from './preview-card.tsx'
import { ShopifyPageCard } from './shopify-page-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const language = new URL(request.url).searchParams.get('language') ?? ''
  return readPage(ctx, pageLocaleFor(language) ?? 'en')
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return answerCommand(await pushPage(ctx, request))
}

/** What shoppers read of the policy in force, in every language, and how Shopify's own refund policy page stands to it. */
export default function PolicyTextPage() {
  const page = useLoaderData<typeof loader>()
  const [params, setParams] = useSearchParams()
  const { revalidate } = useRevalidator()
  const shopify = useAppBridge()
  const { run, isBusy, failure } = useCommand(useFetcher<typeof action>())
  const [asks, setAsks] = useState(false)
  const allow = async () => {
    await shopify.scopes.request(['write_legal_policies'])
    revalidate()
  }
  return (
    <AdminPage title="Policy page" parent="policy">
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
          run({ locale: page.locale, seen: page.shopify?.changedAt ?? null })
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
    </AdminPage>
  )
}

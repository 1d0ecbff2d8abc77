import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData, useNavigation } from '@remix-run/react'
import { Banner, BlockStack, Layout, Page, Text } from '@shopify/polaris'
import { useEffect } from 'react'
import { contextFromAdmin } from '#app/context.server.ts'
import { DifferencesCard } from './differences-card.tsx'
import { ExportCard } from './export-card.tsx'
import { readLedgerAddress } from './ledger-address.ts'
import { LedgerCard } from './ledger-card.tsx'
import { readMoneyPage } from './money-page.server.ts'
import { OwedCard } from './owed-card.tsx'
import { performOnMoney, type MoneyCommand } from './perform.server.ts'
import { StatusCard } from './status-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const address = readLedgerAddress(new URL(request.url).searchParams)
  return { address, page: await readMoneyPage(ctx, address) }
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const performed = await performOnMoney(ctx, await request.json())
  return data(performed, { status: performed.ok ? 200 : performed.status })
}

export default function MoneyPage() {
  const { address, page } = useLoaderData<typeof loader>()
  const fetcher = useFetcher<typeof action>()
  const shopify = useAppBridge()
  const isBusy = fetcher.state !== 'idle'
  const isLoading = useNavigation().state === 'loading'
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show(fetcher.data.message)
  }, [fetcher.data, shopify])
  const run = (command: MoneyCommand) =>
    fetcher.submit(command, { method: 'post', encType: 'application/json' })
  const performed = isBusy ? null : (fetcher.data ?? null)
  const refused = performed?.ok === false && performed.message !== '' ? performed.message : null
  return (
    <Page fullWidth>
      <TitleBar title="Money" />
      <Text as="h1" visuallyHidden>
        Money
      </Text>
      <BlockStack gap="400">
        {refused === null ? null : <Banner tone="critical" title={refused} />}
        {page.status.problem === null ? null : (
          <Banner tone="critical" title="The ledger does not verify">
            <p>{page.status.problem}. Restore the database from a backup, or contact support.</p>
          </Banner>
        )}
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <StatusCard
                status={page.status}
                mayCheck={page.mayResolve}
                isChecking={isBusy && isOf(fetcher.json, 'check_all')}
                onCheck={() => run({ intent: 'check_all' })}
              />
              <DifferencesCard
                differences={page.differences}
                mayResolve={page.mayResolve}
                isBusy={isBusy}
                performed={performed}
                onCommand={run}
              />
              <OwedCard liabilities={page.liabilities} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <ExportCard today={page.today} mayExport={page.mayExport} />
          </Layout.Section>
          <Layout.Section variant="fullWidth">
            <LedgerCard
              entries={page.ledger.entries}
              total={page.ledger.total}
              address={address}
              isLoading={isLoading}
            />
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  )
}

function isOf(sent: unknown, intent: MoneyCommand['intent']): boolean {
  return typeof sent === 'object' && sent !== null && 'intent' in sent && sent.intent === intent
}

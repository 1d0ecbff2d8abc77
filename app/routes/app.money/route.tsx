import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { Banner, BlockStack, Layout } from '@shopify/polaris'
import { answerCommand, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { CommandBanners } from '#app/components/command-banners.tsx'
import { useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { DifferencesCard } from './differences-card.tsx'
import { ExportCard } from './export-card.tsx'
import { readLedgerAddress } from './ledger-address.ts'
import { LedgerCard } from './ledger-card.tsx'
import { readMoneyPage } from './money-page.server.ts'
import { OwedCard } from './owed-card.tsx'
import { MoneyCommand, performOnMoney } from './perform.server.ts'
import { StatusCard } from './status-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const address = readLedgerAddress(new URL(request.url).searchParams)
  return { address, page: await readMoneyPage(ctx, address) }
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return answerCommand(await performOnMoney(ctx, await readCommand(request, MoneyCommand)))
}

export default function MoneyPage() {
  const { address, page } = useLoaderData<typeof loader>()
  const command = useCommand(useFetcher<typeof action>())
  return (
    <AdminPage title="Money" fullWidth>
      <BlockStack gap="400">
        <CommandBanners command={command} />
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
                isChecking={command.isBusyWith('check_all')}
                onCheck={() => command.run({ intent: 'check_all' })}
              />
              <DifferencesCard
                differences={page.differences}
                mayResolve={page.mayResolve}
                command={command}
              />
              <OwedCard liabilities={page.liabilities} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <ExportCard today={page.today} mayExport={page.mayExport} />
          </Layout.Section>
          <Layout.Section variant="fullWidth">
            <LedgerCard entries={page.ledger.entries} total={page.ledger.total} address={address} />
          </Layout.Section>
        </Layout>
      </BlockStack>
    </AdminPage>
  )
}

import type { LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { Banner, BlockStack } from '@shopify/polaris'
import { useState } from 'react'
import { AdminPage } from '#app/components/admin-page.tsx'
import { CommandBanners } from '#app/components/command-banners.tsx'
import { useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import type { action } from '../app.policy/route.tsx'
import { BackModal } from './back-modal.tsx'
import { readHistoryPage } from './history-page.server.ts'
import { VersionCard } from './version-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  return readHistoryPage(await contextFromAdmin(request))
}

/** All versions of the policy, newest first; back to an older one is publishing it anew. */
export default function HistoryPage() {
  const page = useLoaderData<typeof loader>()
  const command = useCommand(useFetcher<typeof action>(), '/app/policy')
  const [chosen, setChosen] = useState<number | null>(null)
  const version = page.versions.find(({ number }) => number === chosen) ?? null
  return (
    <AdminPage title="Versions of the policy" parent="policy">
      <BackModal
        key={chosen}
        version={version}
        page={page}
        onHide={() => setChosen(null)}
        onPublish={(publication) => {
          setChosen(null)
          command.run({
            intent: page.secondPerson ? 'ask' : 'publish',
            ...publication,
            restores: chosen,
            seen: page.stamp,
          })
        }}
      />
      <BlockStack gap="400">
        <CommandBanners command={command} />
        {page.waits ? (
          <Banner title="A version waits for a second person. It is decided about on the policy page." />
        ) : null}
        {page.versions.map((one) => (
          <VersionCard
            key={one.number}
            version={one}
            mayPublish={page.mayPublish && !page.waits}
            isBusy={command.isBusy}
            onBack={() => setChosen(one.number)}
            onWithdraw={() => command.run({ intent: 'withdraw', number: one.number })}
          />
        ))}
      </BlockStack>
    </AdminPage>
  )
}

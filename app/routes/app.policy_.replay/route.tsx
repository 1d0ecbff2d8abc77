import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData, useRevalidator, useSearchParams } from '@remix-run/react'
import { BlockStack } from '@shopify/polaris'
import { useEffect } from 'react'
import { answerCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { ChangesCard } from './changes-card.tsx'
import { FlipsCard, GroupCards, MoneyCard } from './part-cards.tsx'
import { PastReturnsCard } from './past-returns-card.tsx'
import { performReplay, type ReplayCommand } from './perform.server.ts'
import { readReplayAddress, readReplayPage } from './replay-page.server.ts'
import { RunCard } from './run-card.tsx'
import type { RunView } from './run-view.ts'
import { StartCard } from './start-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return readReplayPage(ctx, readReplayAddress(new URL(request.url).searchParams))
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return answerCommand(await performReplay(ctx, await request.json()))
}

/** How often the figures are asked for while a replay runs. */
const askEveryMs = 1_500

/** Two policies over the past: what would come out otherwise, before anybody publishes. */
export default function ReplayPage() {
  const page = useLoaderData<typeof loader>()
  const [params, setParams] = useSearchParams()
  const command = useCommand(useFetcher<typeof action>())
  const send = (sent: ReplayCommand) => command.run(sent)
  const { run, counts } = page
  useFreshWhile(run?.isOpen === true)
  const change = (next: Readonly<Record<string, string | null>>) => {
    const wanted = new URLSearchParams(params)
    for (const [name, value] of Object.entries(next)) {
      if (value === null) wanted.delete(name)
      else wanted.set(name, value)
    }
    setParams(wanted, { preventScrollReset: true })
  }
  return (
    <AdminPage title="Replay" parent="policy">
      <BlockStack gap="400">
        <StartCard
          page={page}
          isBusy={command.isBusyWith('start')}
          failure={command.failure}
          onStart={(start) => {
            change({ run: null, way: null, at: null, subject: null })
            send(start)
          }}
        />
        <RunCard
          run={run}
          runs={page.runs}
          loading={page.loading}
          isBusy={command.isBusyWith('cancel') || command.isBusyWith('resume')}
          mayCancel={page.blocked === null}
          mayResume={page.blocked === null && !page.isAnyOpen}
          onCancel={() => {
            if (run !== null) send({ intent: 'cancel', runId: run.id })
          }}
          onResume={() => {
            if (run !== null) send({ intent: 'resume', runId: run.id })
          }}
          onChoose={(id) => change({ run: id, way: null, at: null, subject: null })}
        />
        {run === null ? <PastReturnsCard past={page.past} mayChange={page.blocked === null} /> : null}
        {run === null ? null : <Figures run={run} />}
        {run === null || counts === null ? null : (
          <>
            <Groups run={run} />
            <ChangesCard
              run={run}
              counts={counts}
              changes={page.changes}
              way={page.address.way}
              isFirst={page.address.after === null}
              hasNext={page.next !== null}
              onWay={(way) => change({ way, at: null, subject: null })}
              onFirst={() => change({ at: null, subject: null })}
              onNext={() => change({ at: page.next?.at ?? null, subject: page.next?.subject ?? null })}
            />
            <PastReturnsCard past={page.past} mayChange={page.blocked === null} />
          </>
        )}
      </BlockStack>
    </AdminPage>
  )
}

/** The figures that come in while it runs: a table of fixed rows for each half. Money follows once its currencies are known. */
function Figures({ run }: { readonly run: RunView }) {
  return (
    <>
      <FlipsCard part={run.returns} title="Past returns" sides={run.sides} />
      <FlipsCard part={run.orders} title="Past orders, as if asked back" sides={run.sides} />
    </>
  )
}

/** What follows once nothing moves any more: it is added below, so nothing above it jumps. */
function Groups({ run }: { readonly run: RunView }) {
  return (
    <>
      {run.returns.lines === 0 ? null : (
        <MoneyCard part={run.returns} title="Money of past returns" sides={run.sides} />
      )}
      <MoneyCard part={run.orders} title="Money of past orders, as if asked back" sides={run.sides} />
      {run.returns.lines === 0 ? null : <GroupCards part={run.returns} title="What flips of past returns" />}
      <GroupCards part={run.orders} title="What flips of past orders, as if asked back" />
    </>
  )
}

/** Asks again while a replay runs, one question at a time. */
function useFreshWhile(isOpen: boolean): void {
  const revalidator = useRevalidator()
  useEffect(() => {
    if (!isOpen || revalidator.state !== 'idle') return
    const timer = setTimeout(() => revalidator.revalidate(), askEveryMs)
    return () => clearTimeout(timer)
  }, [isOpen, revalidator])
}

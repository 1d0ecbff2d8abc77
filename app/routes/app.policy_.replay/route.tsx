import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData, useNavigate, useRevalidator, useSearchParams } from '@remix-run/react'
import { BlockStack, Page, Text } from '@shopify/polaris'
import { useEffect } from 'react'
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
  const performed = await performReplay(ctx, await request.json())
  return data(performed, { status: performed.ok ? 200 : performed.status })
}

/** How often the figures are asked for while a replay runs. */
const askEveryMs = 1_500

/** Two policies over the past: what would come out otherwise, before anybody publishes. */
export default function ReplayPage() {
  const page = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const command = useReplayCommand()
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
    <Page>
      <TitleBar title="Replay">
        <button variant="breadcrumb" onClick={() => navigate('/app/policy')}>
          Policy
        </button>
      </TitleBar>
      <Text as="h1" visuallyHidden>
        Replay
      </Text>
      <BlockStack gap="400">
        <StartCard
          page={page}
          isBusy={command.isBusy === 'start'}
          failure={command.failure}
          onStart={(start) => {
            change({ run: null, way: null, at: null, subject: null })
            command.run(start)
          }}
        />
        <RunCard
          run={run}
          runs={page.runs}
          loading={page.loading}
          isBusy={command.isBusy === 'cancel' || command.isBusy === 'resume'}
          mayCancel={page.blocked === null}
          mayResume={page.blocked === null && !page.isAnyOpen}
          onCancel={() => {
            if (run !== null) command.run({ intent: 'cancel', runId: run.id })
          }}
          onResume={() => {
            if (run !== null) command.run({ intent: 'resume', runId: run.id })
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
    </Page>
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
      {run.returns.lines === 0 ? null : <GroupCards part={run.returns} />}
      <GroupCards part={run.orders} />
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

/** Sends commands; successes are toasts, what went wrong stays. */
function useReplayCommand() {
  const fetcher = useFetcher<typeof action>()
  const shopify = useAppBridge()
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show(fetcher.data.message)
  }, [fetcher.data, shopify])
  const sent = fetcher.json
  const intent = typeof sent === 'object' && sent !== null && 'intent' in sent ? sent.intent : null
  return {
    // JSON leaves out what is not there, which Remix' type of a body does not know.
    run: (command: ReplayCommand) => {
      fetcher.submit(command as Parameters<typeof fetcher.submit>[0], {
        method: 'post',
        encType: 'application/json',
      })
    },
    isBusy: fetcher.state === 'idle' ? null : intent,
    failure: fetcher.state === 'idle' && fetcher.data?.ok === false ? fetcher.data.message : null,
  }
}

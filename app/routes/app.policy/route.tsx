import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { Banner, type BannerHandles, BlockStack, Layout, Page, Text } from '@shopify/polaris'
import { useEffect, useMemo, useRef, useState } from 'react'
import { FormSaveBar } from '#app/components/form-save-bar.tsx'
import { contextFromAdmin } from '#app/context.server.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { BaselineCard } from './baseline-card.tsx'
import { CalendarCard } from './calendar-card.tsx'
import { changePolicy, type PolicyChanged } from './change-policy.server.ts'
import { readPolicyPage } from './policy-page.server.ts'
import { ExamplesCard } from './examples-card.tsx'
import { LintCard } from './lint-card.tsx'
import { PublishModal } from './publish-modal.tsx'
import { QuestionsCard } from './questions-card.tsx'
import { reasonChoices } from './reason-choices.ts'
import { ReasonsCard } from './reasons-card.tsx'
import { RulesSection } from './rules-section.tsx'
import { ShopperWordsCard } from './shopper-words-card.tsx'
import { VersionsCard } from './versions-card.tsx'
import { WatchListCard } from './watch-list-card.tsx'
import { WordsCard } from './words-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  return readPolicyPage(await contextFromAdmin(request))
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const changed = await changePolicy(ctx, await request.json())
  return data(changed, { status: changed.ok ? 200 : changed.status })
}

export default function PolicyPage() {
  const page = useLoaderData<typeof loader>()
  const { policy, setPolicy, isDirty } = useEditedPolicy(page.policy)
  const [isPublishing, setIsPublishing] = useState(false)
  const command = usePolicyCommand()
  const translator = useMemo(() => translatorFor('en', page.timeZone), [page.timeZone])
  const problems = useMemo(
    () => new Map(command.problems.map(({ path, message }) => [path, message])),
    [command.problems],
  )
  const parts = {
    policy,
    editor: {
      problems,
      currency: page.currency,
      reasons: reasonChoices(policy.reasons, page.reasons),
      questions: policy.questions,
      locations: page.locations,
    },
    translator,
    onChange: setPolicy,
  }
  return (
    <Page>
      <TitleBar title="Policy">
        <button variant="primary" disabled={!page.hasDraft || isDirty} onClick={() => setIsPublishing(true)}>
          Publish
        </button>
      </TitleBar>
      <FormSaveBar
        id="policy-save-bar"
        isDirty={isDirty}
        isSaving={command.isBusy}
        onSave={() => command.run({ intent: 'save', policy, seen: page.stamp })}
        onDiscard={() => {
          command.forget()
          setPolicy(page.policy)
        }}
      />
      <PublishModal
        isOpen={isPublishing}
        next={page.latest + 1}
        changes={page.changes}
        judgesEarlierOrders={page.policy.appliesToEarlierOrders === 'where_better'}
        onHide={() => setIsPublishing(false)}
        onPublish={(note) => {
          setIsPublishing(false)
          command.run({ intent: 'publish', note, seen: page.stamp })
        }}
      />
      <Text as="h1" visuallyHidden>
        Policy
      </Text>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <State {...page} changeCount={page.changes.length} failure={command.failure} />
            <BaselineCard {...parts} />
            <RulesSection {...parts} />
            <ReasonsCard {...parts} handles={page.reasons} />
            <QuestionsCard {...parts} />
            <CalendarCard {...parts} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <LintCard
              policy={policy}
              context={page.lintContext}
              translator={translator}
              onChange={setPolicy}
            />
            <WordsCard policy={policy} translator={translator} locations={page.locations} />
            <ShopperWordsCard
              policy={policy}
              timeZone={page.timeZone}
              currency={page.currency}
              countries={page.lintContext.countries}
              day={page.lintContext.today}
            />
            <ExamplesCard examples={page.examples} />
            <WatchListCard buyers={page.watched} />
            <VersionsCard versions={page.versions} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  )
}

/** Takes the focus when it comes: who saved from further down the page sees it. */
function Failure({ title }: { readonly title: string }) {
  const banner = useRef<BannerHandles>(null)
  useEffect(() => banner.current?.focus(), [title])
  return <Banner ref={banner} tone="critical" title={title} />
}

function whichOrders({ appliesToEarlierOrders }: Policy): string {
  return appliesToEarlierOrders === 'where_better'
    ? 'It judges orders placed from then on, and earlier ones where it is better for the buyer.'
    : 'It judges orders placed from then on.'
}

function State(props: {
  readonly policy: Policy
  readonly hasDraft: boolean
  readonly latest: number
  readonly changeCount: number
  readonly failure: string | null
}) {
  if (props.failure) return <Failure title={props.failure} />
  if (!props.hasDraft) return null
  return (
    <Banner
      title={`Draft, not published. ${props.changeCount === 1 ? '1 change' : `${props.changeCount} changes`} since version ${props.latest}.`}
    >
      <p>{`Publish makes this draft the next version. ${whichOrders(props.policy)}`}</p>
    </Banner>
  )
}

/**
 * The policy in the form. What was typed stays when somebody else saves; a form without changes shows theirs. Blanks that saving
 * takes away are no change.
 */
function useEditedPolicy(stored: Policy) {
  const [policy, setPolicy] = useState(stored)
  const [base, setBase] = useState(stored)
  const text = useMemo(() => textOf(policy), [policy])
  if (stored !== base) {
    const now = textOf(stored)
    if (text === now || text === textOf(base)) setPolicy(stored)
    setBase(stored)
  }
  return { policy, setPolicy, isDirty: text !== textOf(base) }
}

/** A policy as the schema leaves it; what is none yet as it stands. */
function textOf(policy: Policy): string {
  return JSON.stringify(Policy.safeParse(policy).data ?? policy)
}

/** Saves and publishes; a quiet success is a toast, what went wrong stays until the next try. */
function usePolicyCommand() {
  const fetcher = useFetcher<PolicyChanged>()
  const shopify = useAppBridge()
  const [forgotten, setForgotten] = useState<PolicyChanged | undefined>(undefined)
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show(fetcher.data.message)
  }, [fetcher.data, shopify])
  const failed =
    fetcher.data?.ok === false && fetcher.data !== forgotten && fetcher.state === 'idle' ? fetcher.data : null
  return {
    run: (posted: object) => {
      // A policy is plain JSON; the router's own type of JSON has no optional parts.
      fetcher.submit(posted as Parameters<typeof fetcher.submit>[0], {
        method: 'post',
        encType: 'application/json',
      })
    },
    forget: () => setForgotten(fetcher.data),
    isBusy: fetcher.state !== 'idle',
    failure: failed?.message ?? null,
    problems: failed?.problems ?? noProblems,
  }
}

const noProblems: readonly { readonly path: string; readonly message: string }[] = []

import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { Banner, BlockStack, InlineGrid, Layout, Page, Text } from '@shopify/polaris'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { answerCommand } from '#app/admin-command.server.ts'
import { CommandBanners } from '#app/components/command-banners.tsx'
import { ConfirmModal } from '#app/components/confirm-modal.tsx'
import { FormSaveBar } from '#app/components/form-save-bar.tsx'
import { useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { applyChange, type Change } from '#app/domain/policy/lint/finding.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { BaselineCard } from './baseline-card.tsx'
import { CalendarCard } from './calendar-card.tsx'
import { changePolicy } from './change-policy.server.ts'
import { DraftBar } from './draft-bar.tsx'
import { ExamplesCard } from './examples-card.tsx'
import { InForceCard } from './in-force-card.tsx'
import { LintCard } from './lint-card.tsx'
import { readPolicyPage } from './policy-page.server.ts'
import { PublishModal } from './publish-modal.tsx'
import { QuestionsCard } from './questions-card.tsx'
import { reasonChoices } from './reason-choices.ts'
import { ReasonsCard } from './reasons-card.tsx'
import { RulesSection } from './rules-section.tsx'
import { ShopperWordsCard } from './shopper-words-card.tsx'
import { TemplatesModal } from './templates-modal.tsx'
import { type DraftState, useDraft } from './use-draft.ts'
import { useEffects } from './use-effects.ts'
import { useFindings } from './use-findings.ts'
import { useUndoKeys } from './use-undo-keys.ts'
import { WaitingCard } from './waiting-card.tsx'
import { WatchListCard } from './watch-list-card.tsx'
import { WordsCard } from './words-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  return readPolicyPage(await contextFromAdmin(request))
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return answerCommand(await changePolicy(ctx, await request.json()))
}

type OpenModal = 'publish' | 'templates' | 'discard' | null

export default function PolicyPage() {
  const page = useLoaderData<typeof loader>()
  const draft = useDraft(page.policy, page.stamp)
  const { policy } = draft
  const [modal, setModal] = useState<OpenModal>(null)
  const command = useCommand(useFetcher<typeof action>(), '/app/policy')
  const translator = useMemo(() => translatorFor('en', page.timeZone), [page.timeZone])
  const effects = useEffects(page.stamp)
  const findings = useFindings(policy, page.lintContext, translator)
  const [problems, showProblems] = useProblems(policy)
  useUndoKeys(draft.undo, draft.redo)
  const parts = {
    policy,
    editor: {
      problems,
      currency: page.currency,
      reasons: reasonChoices(policy.reasons, page.reasons),
      questions: policy.questions,
      locations: page.locations,
      suggestions: page.suggestions,
    },
    translator,
    onChange: draft.change,
  }
  const mend = (change: Change) => draft.change(applyChange(policy, change))
  const hide = () => setModal(null)
  return (
    <Page>
      <TitleBar title="Policy">
        <button
          variant="primary"
          disabled={!page.hasDraft || draft.isDirty || page.waiting !== null}
          onClick={() => setModal('publish')}
        >
          Publish
        </button>
      </TitleBar>
      <FormSaveBar
        id="policy-save-bar"
        isDirty={draft.isDirty && isStuck(draft.state)}
        isSaving={draft.state.kind === 'saving'}
        onSave={() => {
          if (Policy.safeParse(policy).success) draft.save()
          else showProblems()
        }}
        onDiscard={() => {
          command.forget()
          draft.discard()
        }}
      />
      <PublishModal
        isOpen={modal === 'publish'}
        page={page}
        findings={findings}
        judgesEarlierOrders={page.policy.appliesToEarlierOrders === 'where_better'}
        onHide={hide}
        onPublish={(publication) => {
          hide()
          command.run({ intent: page.secondPerson ? 'ask' : 'publish', ...publication, seen: page.stamp })
        }}
      />
      <TemplatesModal
        isOpen={modal === 'templates'}
        lintContext={page.lintContext}
        translator={translator}
        onHide={hide}
        onUse={(template) => {
          hide()
          draft.change(template)
        }}
      />
      <ConfirmModal
        id="discard-draft"
        isOpen={modal === 'discard'}
        title="Discard the draft?"
        confirm="Discard draft"
        keep="Keep it"
        isCritical
        onHide={hide}
        onConfirm={() => {
          hide()
          command.run({ intent: 'discard', seen: page.stamp })
        }}
      >
        {`All that differs from version ${page.latest} is gone: ${countOf(page.changes.length)}.`}
      </ConfirmModal>
      <Text as="h1" visuallyHidden>
        Policy
      </Text>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {draft.state.kind === 'conflict' ? <Conflict /> : null}
            <CommandBanners command={command} />
            <DraftBar
              hasDraft={page.hasDraft}
              latest={page.latest}
              changeCount={page.changes.length}
              whichOrders={whichOrders(page.policy)}
              inForce={sayInForce(page.versions)}
              state={draft.state}
              isDirty={draft.isDirty}
              undo={draft.undo}
              redo={draft.redo}
              onShowMissing={showProblems}
              onTemplates={() => setModal('templates')}
              onDiscard={() => setModal('discard')}
            />
            {page.refusal === null ? null : <Banner tone="info" title={page.refusal} />}
            {page.waiting === null ? null : (
              <WaitingCard
                waiting={page.waiting}
                next={page.next}
                isBusy={command.isBusy}
                run={command.run}
              />
            )}
            <BaselineCard {...parts} findings={findings} />
            <RulesSection {...parts} findings={findings} effects={effects} />
            <ReasonsCard {...parts} handles={page.reasons} />
            <QuestionsCard {...parts} />
            <CalendarCard {...parts} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BesideCards>
            <LintCard policy={policy} findings={findings} translator={translator} onMend={mend} />
            <WordsCard policy={policy} translator={translator} locations={page.locations} />
            <ShopperWordsCard
              policy={policy}
              timeZone={page.timeZone}
              currency={page.currency}
              countries={page.lintContext.countries}
              day={page.lintContext.today}
            />
          </BesideCards>
        </Layout.Section>
        <Layout.Section variant="fullWidth">
          <InlineGrid columns={{ xs: 1, md: 3 }} gap="400" alignItems="start">
            <ExamplesCard examples={page.examples} />
            <WatchListCard buyers={page.watched} />
            <InForceCard
              // What is stored shows again where a change was refused.
              key={command.failure ?? ''}
              versions={page.versions}
              secondPerson={page.secondPerson}
              maySettings={page.maySettings}
              isBusy={command.isBusy}
              onSecondPerson={(secondPerson) => command.run({ intent: 'settings', secondPerson })}
            />
          </InlineGrid>
        </Layout.Section>
      </Layout>
    </Page>
  )
}

const conflictWords =
  'Not saved: somebody else has saved or published a policy since you opened this page. Discard shows theirs; Save puts yours in its place.'

/** Leaving would lose something, and saving by itself does not help. */
function isStuck({ kind }: DraftState): boolean {
  return kind === 'incomplete' || kind === 'conflict' || kind === 'failed'
}

function countOf(changes: number): string {
  return changes === 1 ? '1 change' : `${changes} changes`
}

/** Stays in sight beside the rules that are edited, where there is room for a second column. */
function BesideCards({ children }: { readonly children: ReactNode }) {
  return (
    <div className="policy-beside">
      <style>{besideStyle}</style>
      <BlockStack gap="400">{children}</BlockStack>
    </div>
  )
}

// Polaris lets a section end where it is full: this one goes on as far as its neighbour, so that there is room to stick in. No angle
// brackets: the server would write them as entities, which a style does not know.
const besideStyle = `@media (min-width: 50em) {
  .Polaris-Layout__Section:has(.policy-beside) { align-self: stretch }
  .policy-beside { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto; padding: 2px }
}`

/** Told where it is seen from anywhere on the page, and without taking the focus: who types goes on typing. */
function Conflict() {
  const shopify = useAppBridge()
  useEffect(() => {
    shopify.toast.show(conflictWords, { isError: true, duration: 10_000 })
  }, [shopify])
  return <Banner tone="critical" title={conflictWords} />
}

function whichOrders({ appliesToEarlierOrders }: Policy): string {
  return appliesToEarlierOrders === 'where_better'
    ? 'Published, it judges orders placed from then on, and earlier ones where it is better for the buyer.'
    : 'Published, it judges orders placed from then on.'
}

function sayInForce({
  inForce,
  since,
  next,
}: Awaited<ReturnType<typeof readPolicyPage>>['versions']): string {
  const now = `Version ${inForce} is in force since ${since}.`
  return next === null ? now : `${now} Version ${next.number} takes over on ${next.from}.`
}

/** What is wrong in the form, by path: only once somebody asked for it, and then until it is mended. */
function useProblems(policy: Policy): [ReadonlyMap<string, string>, () => void] {
  const [isShown, setIsShown] = useState(false)
  const problems = useMemo(() => {
    const { error } = Policy.safeParse(policy)
    return new Map((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]))
  }, [policy])
  if (isShown && problems.size === 0) setIsShown(false)
  return [isShown ? problems : noProblems, () => setIsShown(true)]
}

const noProblems: ReadonlyMap<string, string> = new Map()

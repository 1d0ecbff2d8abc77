import { TitleBar } from '@shopify/app-bridge-react'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData, useNavigate } from '@remix-run/react'
import {
  Banner,
  BlockStack,
  Box,
  Card,
  Divider,
  InlineStack,
  Layout,
  Link,
  Page,
  Text,
} from '@shopify/polaris'
import { z } from 'zod'
import { answerCommand, readCommand } from '#app/admin-command.server.ts'
import { CaseStateBadge } from '#app/components/case-state-badge.tsx'
import { type CaseEntry, type CaseView, caseView, versionsOfCase } from '#app/components/case-view.ts'
import { sayBlocked } from '#app/components/role-words.ts'
import { type CommandRunner, useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findCase } from '#app/db/case.server.ts'
import { getPolicies } from '#app/db/policy.server.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { type PreviewError, previewWithdrawal } from '#app/use-cases/preview-withdrawal.server.ts'
import { AnswerForm } from './answer-form.tsx'
import { MatchCard } from './match-card.tsx'
import { RefusalsCard } from './refusals-card.tsx'
import { type CaseAnswer, CaseCommand, performOnCase } from './perform.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const id = z.uuid().safeParse(params.id)
  const found = id.success
    ? await withShop(ctx.shop, async (tx) => {
        const known = await findCase(tx, id.data)
        return known && { known, policies: await getPolicies(tx, ctx.shop, versionsOfCase(known)) }
      })
    : null
  if (found === null) throw new Response('No such case', { status: 404 })
  const { known, policies } = found
  const { timeZone } = ctx.settings
  const translator = translatorFor('en', timeZone)
  const view = caseView(known, { now: ctx.now(), timeZone, translator, policies })
  const asked = (new URL(request.url).searchParams.get('order') ?? '').slice(0, 100).trim()
  const orderName = asked === '' && known.orderGid !== null ? known.orderName : asked
  const previewed =
    view.mayMatch && orderName !== '' ? await previewWithdrawal(ctx, { caseId: known.id, orderName }) : null
  return {
    view,
    match: {
      orderName,
      order: previewed?.ok === true ? previewed.value : null,
      problem: previewed?.ok === false ? problemWords[previewed.error.kind] : null,
    },
    blocked: sayBlocked(ctx.role, 'case.answer'),
  }
}

const problemWords = {
  not_found: 'This case is not there any more.',
  no_such_order: 'There is no such order.',
  several_orders: 'Several orders have this name.',
  shopify_unreachable: 'Shopify does not answer. Try again in a minute.',
} as const satisfies Record<PreviewError['kind'], string>

export async function action({ request, params }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const id = z.uuid().safeParse(params.id)
  if (!id.success) throw new Response('No such case', { status: 404 })
  return answerCommand(await performOnCase(ctx, id.data, await readCommand(request, CaseCommand)))
}

export default function CasePage() {
  const { view, match, blocked } = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  const command = { ...useCommand(useFetcher<typeof action>()), blocked }
  return (
    <Page
      title={`${view.kind} ${view.name}`}
      subtitle={`From ${view.from}, received ${view.declared}`}
      titleMetadata={<CaseStateBadge state={view.state} label={view.stateLabel} />}
    >
      <TitleBar title={view.name}>
        <button variant="breadcrumb" onClick={() => navigate('/app/cases')}>
          Cases
        </button>
      </TitleBar>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {view.because === null ? null : (
              <Banner tone="warning">
                <p>{view.because}</p>
              </Banner>
            )}
            {view.statement.length === 0 ? null : <StatementCard statement={view.statement} />}
            {view.mayMatch ? (
              <MatchCard key={match.orderName} match={match} declared={view} command={command} />
            ) : null}
            {view.refusals.length === 0 ? null : <RefusalsCard refusals={view.refusals} />}
            <Conversation view={view} command={command} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <AboutCard view={view} />
        </Layout.Section>
      </Layout>
    </Page>
  )
}

/** What was declared, as it was received. */
function StatementCard({ statement }: Pick<CaseView, 'statement'>) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Declaration
        </Text>
        {statement.map(([name, value]) => (
          <BlockStack key={name}>
            <Text as="p" tone="subdued" variant="bodySm">
              {name}
            </Text>
            <Box>
              <Text as="p" breakWord>
                {value}
              </Text>
            </Box>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  )
}

function Conversation({ view, command }: { readonly view: CaseView; readonly command: CaseCommands }) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Conversation
        </Text>
        {view.goods.length > 0 && view.statement.length === 0 ? (
          <Text as="p" tone="subdued">
            About: {view.goods.join(', ')}
          </Text>
        ) : null}
        {view.entries.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing was written yet.
          </Text>
        ) : null}
        {view.entries.map((entry, index) => (
          <BlockStack gap="300" key={entry.id}>
            {index > 0 ? <Divider /> : null}
            <Entry entry={entry} />
          </BlockStack>
        ))}
        {view.state === 'closed' ? null : <AnswerForm key={view.seen} view={view} command={command} />}
      </BlockStack>
    </Card>
  )
}

function Entry({ entry }: { readonly entry: CaseEntry }) {
  return (
    <BlockStack gap="050">
      {entry.step === null ? (
        <Box paddingInlineStart="300" borderInlineStartWidth="025" borderColor="border">
          {entry.text.split('\n').map((line, index) => (
            <Text as="p" breakWord key={index}>
              {line === '' ? '\u00a0' : line}
            </Text>
          ))}
        </Box>
      ) : (
        <Text as="p">{entry.step}</Text>
      )}
      <InlineStack>
        <Text as="p" tone="subdued" variant="bodySm">
          {entry.isFromShopper ? 'Buyer' : entry.by} · <time title={entry.at}>{entry.ago}</time>
        </Text>
      </InlineStack>
    </BlockStack>
  )
}

function AboutCard({ view }: { readonly view: CaseView }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          About
        </Text>
        <Text as="p">{view.from}</Text>
        {view.buyerEmail === null ? null : (
          <Text as="p" breakWord>
            {view.buyerEmail}
          </Text>
        )}
        {view.orderUrl === null ? (
          <Text as="p" tone="subdued">
            Order not known yet
          </Text>
        ) : (
          <Link url={view.orderUrl} target="_top">
            {view.order}
          </Link>
        )}
        {view.returnId === null ? null : <Link url={`/app/returns/${view.returnId}`}>See the return</Link>}
      </BlockStack>
    </Card>
  )
}

/** The commands of the page; `blocked` says why who looks may not give them, null where they may. */
export type CaseCommands = CommandRunner<CaseCommand, CaseAnswer> & { readonly blocked: string | null }

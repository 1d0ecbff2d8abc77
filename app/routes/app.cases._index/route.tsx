import { TitleBar } from '@shopify/app-bridge-react'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import {
  BlockStack,
  Box,
  Card,
  EmptyState,
  IndexTable,
  InlineStack,
  Link,
  Page,
  Tabs,
  Text,
} from '@shopify/polaris'
import { useBreakpoints } from '@shopify/polaris'
import { z } from 'zod'
import { sayCaseError } from '#app/components/case-error-words.ts'
import { CaseStateBadge } from '#app/components/case-state-badge.tsx'
import { type CaseRow, caseRow } from '#app/components/case-view.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countCases, listCases } from '#app/db/case.server.ts'
import { CaseState } from '#app/domain/case.ts'
import { ReturnId } from '#app/domain/ids.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { askShopper } from '#app/use-cases/answer-case.server.ts'

const pageSize = 25

/** The address: `view` is a state or `all`, `page` counts from 1. What is none is the first of them. */
function readAddress(params: URLSearchParams) {
  const view = params.get('view')
  const state = view === 'all' ? null : (CaseState.safeParse(view).data ?? 'open')
  const page = Math.min(1000, Math.max(1, Math.trunc(Number(params.get('page') ?? '1')) || 1))
  return { state, page }
}

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const { state, page } = readAddress(new URL(request.url).searchParams)
  const { list, counts } = await withShop(ctx.shop, async (tx) => ({
    list: await listCases(tx, ctx.shop, { state, skip: (page - 1) * pageSize, take: pageSize }),
    counts: await countCases(tx, ctx.shop),
  }))
  const translator = translatorFor('en', ctx.settings.timeZone)
  return {
    state,
    page,
    counts,
    total: list.total,
    rows: list.cases.map((record) => caseRow(record, { now: ctx.now(), translator })),
  }
}

const Ask = z.object({
  intent: z.literal('ask'),
  returnId: ReturnId,
  text: z.string().max(20_000),
  requestKey: z.uuid(),
})

/** A question to a buyer, from the page of a return. */
export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const posted = Ask.safeParse(await request.json())
  if (!posted.success) throw new Response('The form is not complete.', { status: 400 })
  const asked = await askShopper(ctx, posted.data)
  if (asked.ok) return data({ ok: true as const, message: 'Question sent' })
  const { error } = asked
  const status = error.kind === 'forbidden' ? 403 : 200
  return data({ ok: false as const, message: sayCaseError(error) }, { status })
}

const views = [
  { state: 'open', label: 'Needs you' },
  { state: 'answered', label: 'Waits for the buyer' },
  { state: 'closed', label: 'Closed' },
  { state: null, label: 'All' },
] as const
type HeadingList = Parameters<typeof IndexTable>[0]['headings']
const headings = ['Case', 'About', 'From', 'Order', 'Last word', 'State'].map((title) => ({ title }))

export default function CasesPage() {
  const { state, page, counts, total, rows } = useLoaderData<typeof loader>()
  const [, setParams] = useSearchParams()
  const { smDown } = useBreakpoints()
  const isLoading = useNavigation().state === 'loading'
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const all = counts.open + counts.answered + counts.closed
  const goTo = (to: number) =>
    setParams((before) => {
      const next = new URLSearchParams(before)
      next.set('page', String(to))
      return next
    })
  return (
    <Page fullWidth>
      <TitleBar title="Cases" />
      <Text as="h1" visuallyHidden>
        Cases
      </Text>
      <Card padding="0">
        <Tabs
          selected={views.findIndex((view) => view.state === state)}
          tabs={views.map((view) => ({
            id: view.state ?? 'all',
            content: `${view.label} (${view.state === null ? all : counts[view.state]})`,
            panelID: 'cases',
          }))}
          onSelect={(index) => setParams({ view: views[index]?.state ?? 'all' })}
        />
        <div id="cases" role="tabpanel" aria-label="Cases">
          <IndexTable
            resourceName={{ singular: 'case', plural: 'cases' }}
            itemCount={rows.length}
            selectable={false}
            condensed={smDown}
            loading={isLoading}
            // The table's type asks for at least one heading; the list above has six.
            headings={headings as unknown as HeadingList}
            emptyState={<Empty isFiltered={all > 0} />}
            pagination={{
              hasPrevious: page > 1,
              hasNext: page < pages,
              onPrevious: () => goTo(page - 1),
              onNext: () => goTo(page + 1),
              label: total === 0 ? '' : `Page ${page} of ${pages}`,
            }}
          >
            {rows.map((row, index) =>
              smDown ? (
                <CompactRow key={row.id} row={row} index={index} />
              ) : (
                <Row key={row.id} row={row} index={index} />
              ),
            )}
          </IndexTable>
        </div>
      </Card>
    </Page>
  )
}

function CaseLink({ row }: { readonly row: CaseRow }) {
  return (
    <Link url={`/app/cases/${row.id}`} dataPrimaryLink monochrome removeUnderline>
      <Text as="span" fontWeight="semibold">
        {row.name}
      </Text>
    </Link>
  )
}

function Row({ row, index }: { readonly row: CaseRow; readonly index: number }) {
  return (
    <IndexTable.Row id={row.id} position={index}>
      <IndexTable.Cell>
        <CaseLink row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>{row.kind}</IndexTable.Cell>
      <IndexTable.Cell>{row.from}</IndexTable.Cell>
      <IndexTable.Cell>{row.order}</IndexTable.Cell>
      <IndexTable.Cell>{row.ago}</IndexTable.Cell>
      <IndexTable.Cell>
        <CaseStateBadge state={row.state} label={row.stateLabel} />
      </IndexTable.Cell>
    </IndexTable.Row>
  )
}

function CompactRow({ row, index }: { readonly row: CaseRow; readonly index: number }) {
  return (
    <IndexTable.Row id={row.id} position={index}>
      <Box padding="300" width="100%">
        <BlockStack gap="100">
          <InlineStack align="space-between" gap="200">
            <CaseLink row={row} />
            <CaseStateBadge state={row.state} label={row.stateLabel} />
          </InlineStack>
          <Text as="span" tone="subdued">
            {row.kind} · {row.from}
          </Text>
          <Text as="span" tone="subdued">
            {row.order} · {row.ago}
          </Text>
        </BlockStack>
      </Box>
    </IndexTable.Row>
  )
}

function Empty({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <EmptyState heading={isFiltered ? 'Nothing here' : 'No cases yet'} image="">
      <p>
        Withdrawals that belong to no order, complaints, requests for exceptions and your own questions to
        buyers stand here.
      </p>
    </EmptyState>
  )
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData, useSearchParams } from '@remix-run/react'
import {
  Card,
  EmptyState,
  IndexTable,
  type IndexTableProps,
  InlineStack,
  Link,
  Tabs,
  Text,
} from '@shopify/polaris'
import { z } from 'zod'
import { answerCommand, done, no, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { sayCaseError } from '#app/components/case-error-words.ts'
import { CaseStateBadge } from '#app/components/case-state-badge.tsx'
import { type CaseRow, caseRow } from '#app/components/case-view.ts'
import { PagedTable } from '#app/components/paged-table.tsx'
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
  const asked = await askShopper(ctx, await readCommand(request, Ask))
  if (asked.ok) return answerCommand(done('Question sent'))
  return answerCommand(no(asked.error.kind === 'forbidden' ? 403 : 200, sayCaseError(asked.error)))
}

const views = [
  { state: 'open', label: 'Needs you' },
  { state: 'answered', label: 'Waits for the buyer' },
  { state: 'closed', label: 'Closed' },
  { state: null, label: 'All' },
] as const
const headings: IndexTableProps['headings'] = [
  { title: 'Case' },
  { title: 'About' },
  { title: 'From' },
  { title: 'Order' },
  { title: 'Last word' },
  { title: 'State' },
]

export default function CasesPage() {
  const { state, page, counts, total, rows } = useLoaderData<typeof loader>()
  const [, setParams] = useSearchParams()
  const all = counts.open + counts.answered + counts.closed
  const goTo = (to: number) =>
    setParams((before) => {
      const next = new URLSearchParams(before)
      next.set('page', String(to))
      return next
    })
  return (
    <AdminPage title="Cases" fullWidth>
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
          <PagedTable
            resourceName={{ singular: 'case', plural: 'cases' }}
            headings={headings}
            rows={rows}
            idOf={({ id }) => id}
            cells={(row) => <Cells row={row} />}
            lines={(row) => <Lines row={row} />}
            total={total}
            page={page}
            pageSize={pageSize}
            empty={<Empty isFiltered={all > 0} />}
            onPage={goTo}
          />
        </div>
      </Card>
    </AdminPage>
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

function Cells({ row }: { readonly row: CaseRow }) {
  return (
    <>
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
    </>
  )
}

function Lines({ row }: { readonly row: CaseRow }) {
  return (
    <>
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
    </>
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

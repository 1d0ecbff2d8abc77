import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { Card, EmptySearchResult, EmptyState, type IndexTableProps } from '@shopify/polaris'
import { AdminPage } from '#app/components/admin-page.tsx'
import { PagedTable } from '#app/components/paged-table.tsx'
import { returnRow } from '#app/components/return-row.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countReturnViews, listReturnsByView } from '#app/db/return-list.server.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { addressWith, filterOfAddress, pageSize } from './list-address.ts'
import { ListFilters } from './list-filters.tsx'
import { ReturnCells, ReturnInLines } from './rows.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const filter = filterOfAddress(new URL(request.url).searchParams)
  const { list, counts } = await withShop(ctx.shop, async (tx) => ({
    list: await listReturnsByView(tx, ctx.shop, filter),
    counts: await countReturnViews(tx, ctx.shop),
  }))
  const translator = translatorFor('en', ctx.settings.timeZone)
  const now = ctx.now()
  return {
    filter,
    counts,
    total: list.total,
    rows: list.returns.map((record) => returnRow(record, { now, translator })),
  }
}

const headings: IndexTableProps['headings'] = [
  { title: 'Return' },
  { title: 'Buyer' },
  { title: 'Items' },
  { title: 'Asked for' },
  { title: 'Amount', alignment: 'end' },
  { title: 'Requested' },
  { title: 'Status' },
]

export default function ReturnsPage() {
  const { filter, counts, total, rows } = useLoaderData<typeof loader>()
  const [params, setParams] = useSearchParams()
  const isLoading = useNavigation().state === 'loading'
  const goTo = (page: number) => setParams(addressWith(params, { page: page === 1 ? null : String(page) }))
  return (
    <AdminPage title="Returns" fullWidth>
      <Card padding="0">
        <ListFilters filter={filter} counts={counts} isLoading={isLoading} />
        <PagedTable
          resourceName={{ singular: 'return', plural: 'returns' }}
          headings={headings}
          rows={rows}
          idOf={({ id }) => id}
          cells={(row) => <ReturnCells row={row} />}
          lines={(row) => <ReturnInLines row={row} />}
          total={total}
          page={filter.page}
          pageSize={pageSize}
          empty={<Empty isFiltered={counts.all > 0} />}
          onPage={goTo}
        />
      </Card>
    </AdminPage>
  )
}

function Empty({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptySearchResult
        title="No returns fit"
        description="Change the search or the filters."
        withIllustration
      />
    )
  }
  return (
    <EmptyState heading="No returns yet" image="" action={{ content: 'Check the set-up', url: '/app' }}>
      <p>Returns appear here as soon as a shopper asks for one.</p>
    </EmptyState>
  )
}

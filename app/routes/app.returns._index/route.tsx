import { TitleBar } from '@shopify/app-bridge-react'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { Card, EmptySearchResult, EmptyState, IndexTable, Page, Text, useBreakpoints } from '@shopify/polaris'
import { returnRow } from '#app/components/return-row.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countReturnViews, listReturnsByView } from '#app/db/return-list.server.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { addressWith, filterOfAddress, pageSize } from './list-address.ts'
import { ListFilters } from './list-filters.tsx'
import { CompactRow, Row } from './rows.tsx'

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

const headings = ['Return', 'Buyer', 'Items', 'Asked for', 'Amount', 'Requested', 'Status']

export default function ReturnsPage() {
  const { filter, counts, total, rows } = useLoaderData<typeof loader>()
  const [params, setParams] = useSearchParams()
  const { smDown } = useBreakpoints()
  const isLoading = useNavigation().state === 'loading'
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const goTo = (page: number) => setParams(addressWith(params, { page: page === 1 ? null : String(page) }))
  return (
    <Page fullWidth>
      <TitleBar title="Returns" />
      <Text as="h1" visuallyHidden>
        Returns
      </Text>
      <Card padding="0">
        <ListFilters filter={filter} counts={counts} isLoading={isLoading} />
        <IndexTable
          resourceName={{ singular: 'return', plural: 'returns' }}
          itemCount={rows.length}
          selectable={false}
          condensed={smDown}
          loading={isLoading}
          headings={
            headings.map((title) => ({
              title,
              alignment: title === 'Amount' ? 'end' : 'start',
            })) as HeadingList
          }
          emptyState={<Empty isFiltered={counts.all > 0} />}
          pagination={{
            hasPrevious: filter.page > 1,
            hasNext: filter.page < pages,
            onPrevious: () => goTo(filter.page - 1),
            onNext: () => goTo(filter.page + 1),
            label: total === 0 ? '' : `Page ${filter.page} of ${pages}`,
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
      </Card>
    </Page>
  )
}

/** The table's type asks for at least one heading; the list above has seven. */
type HeadingList = Parameters<typeof IndexTable>[0]['headings']

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

import { useNavigation } from '@remix-run/react'
import { BlockStack, Box, IndexTable, type IndexTableProps, useBreakpoints } from '@shopify/polaris'
import type { ReactNode } from 'react'

/** A list that is read page by page, newest or first on page 1; on a phone each of its rows is a few lines instead of cells. */
export function PagedTable<Row>(props: {
  readonly resourceName: { readonly singular: string; readonly plural: string }
  readonly headings: IndexTableProps['headings']
  /** The rows on this page. */
  readonly rows: readonly Row[]
  readonly idOf: (row: Row) => string
  /** The cells of a row, one for each heading. */
  readonly cells: (row: Row) => ReactNode
  /** All of a row in lines, on a phone. */
  readonly lines: (row: Row) => ReactNode
  /** Rows on all pages. */
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly empty: ReactNode
  readonly onPage: (page: number) => void
}) {
  const { resourceName, headings, rows, idOf, cells, lines, total, page, pageSize, empty, onPage } = props
  const { smDown } = useBreakpoints()
  const pages = Math.max(1, Math.ceil(total / pageSize))
  return (
    <IndexTable
      resourceName={resourceName}
      itemCount={rows.length}
      selectable={false}
      condensed={smDown}
      loading={useNavigation().state === 'loading'}
      headings={headings}
      emptyState={empty}
      pagination={{
        hasPrevious: page > 1,
        hasNext: page < pages,
        onPrevious: () => onPage(page - 1),
        onNext: () => onPage(page + 1),
        label: total === 0 ? '' : `Page ${page} of ${pages}`,
      }}
    >
      {rows.map((row, index) => (
        <IndexTable.Row key={idOf(row)} id={idOf(row)} position={index}>
          {smDown ? (
            <Box padding="300" width="100%">
              <BlockStack gap="100">{lines(row)}</BlockStack>
            </Box>
          ) : (
            cells(row)
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  )
}

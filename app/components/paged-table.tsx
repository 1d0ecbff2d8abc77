import { useNavigation } from '@remix-run/react'
import { IndexTable, type IndexTableProps, useBreakpoints } from '@shopify/polaris'
import type { ReactNode } from 'react'

/** A list that is read page by page, newest or first on page 1; on a phone its rows are compact ones. */
export function PagedTable(props: {
  readonly resourceName: { readonly singular: string; readonly plural: string }
  readonly headings: IndexTableProps['headings']
  /** Rows on this page. */
  readonly count: number
  /** Rows on all pages. */
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly empty: ReactNode
  readonly onPage: (page: number) => void
  readonly children: (isCompact: boolean) => ReactNode
}) {
  const { resourceName, headings, count, total, page, pageSize, empty, onPage, children } = props
  const { smDown } = useBreakpoints()
  const pages = Math.max(1, Math.ceil(total / pageSize))
  return (
    <IndexTable
      resourceName={resourceName}
      itemCount={count}
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
      {children(smDown)}
    </IndexTable>
  )
}

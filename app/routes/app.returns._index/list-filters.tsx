import { useSearchParams } from '@remix-run/react'
import { ChoiceList, IndexFilters, IndexFiltersMode, useSetIndexFiltersMode } from '@shopify/polaris'
import { useEffect, useRef, useState } from 'react'
import type { ReturnListFilter, ReturnView } from '#app/db/return-list.server.ts'
import { addressWith, views } from './list-address.ts'

const outcomes = { refund: 'Refund', store_credit: 'Store credit', exchange: 'Exchange' } as const
/** A search begins when typing rests for a moment, not with every letter. */
const typingPause = 300

/** Tabs, search, filter and order. All of it lives in the address, so that Back works. */
export function ListFilters(props: {
  readonly filter: ReturnListFilter
  readonly counts: Readonly<Record<ReturnView, number>>
  readonly isLoading: boolean
}) {
  const { filter, counts } = props
  const [params, setParams] = useSearchParams()
  const startMode = filter.search || filter.outcome ? IndexFiltersMode.Filtering : IndexFiltersMode.Default
  const { mode, setMode } = useSetIndexFiltersMode(startMode)
  const search = useTypedSearch(filter.search, (q) =>
    setParams(addressWith(params, { q }), { replace: true }),
  )
  const change = (some: Parameters<typeof addressWith>[1]) => setParams(addressWith(params, some))
  return (
    <IndexFilters
      mode={mode}
      setMode={setMode}
      tabs={views.map(({ id, label }) => ({
        id,
        content: counts[id] > 0 && id !== 'all' ? `${label} (${counts[id]})` : label,
      }))}
      selected={Math.max(
        0,
        views.findIndex(({ id }) => id === filter.view),
      )}
      onSelect={(index) => change({ view: index === 0 ? null : (views[index]?.id ?? null) })}
      canCreateNewView={false}
      queryValue={search.typed}
      queryPlaceholder="Search by return, order, name or e-mail"
      onQueryChange={search.type}
      onQueryClear={() => search.type('')}
      cancelAction={{ onAction: () => change({ q: null, outcome: null }) }}
      sortOptions={[
        { label: 'Requested', value: 'requested desc', directionLabel: 'Newest first' },
        { label: 'Requested', value: 'requested asc', directionLabel: 'Oldest first' },
      ]}
      sortSelected={[filter.sort === 'oldest' ? 'requested asc' : 'requested desc']}
      onSort={([first]) => change({ sort: first === 'requested asc' ? 'oldest' : null })}
      filters={[
        {
          key: 'outcome',
          label: 'Asked for',
          pinned: true,
          filter: (
            <ChoiceList
              title="Asked for"
              titleHidden
              choices={Object.entries(outcomes).map(([value, label]) => ({ value, label }))}
              selected={filter.outcome ? [filter.outcome] : []}
              onChange={([outcome]) => change({ outcome: outcome ?? null })}
            />
          ),
        },
      ]}
      appliedFilters={
        filter.outcome
          ? [
              {
                key: 'outcome',
                label: `Asked for: ${outcomes[filter.outcome]}`,
                onRemove: () => change({ outcome: null }),
              },
            ]
          : []
      }
      onClearAll={() => change({ q: null, outcome: null })}
      loading={props.isLoading}
    />
  )
}

/** What is typed, shown at once and searched after a pause; a search that comes from the address (Back) replaces it. */
function useTypedSearch(searched: string, onSearch: (search: string) => void) {
  const [typed, setTyped] = useState(searched)
  const [known, setKnown] = useState(searched)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  if (known !== searched) {
    setKnown(searched)
    setTyped(searched)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = (search: string) => {
    setTyped(search)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onSearch(search), typingPause)
  }
  return { typed, type }
}

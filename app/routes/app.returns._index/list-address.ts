import type { ReturnListFilter, ReturnView } from '#app/db/return-list.server.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'

export const pageSize = 25

/** The views as tabs, in their order. */
export const views: readonly { readonly id: ReturnView; readonly label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'needs_you', label: 'Needs you' },
  { id: 'in_review', label: 'In review' },
  { id: 'on_the_way', label: 'On the way' },
  { id: 'to_pay', label: 'To pay' },
  { id: 'done', label: 'Done' },
]

/** Reads the list's filters from the address. What is not understood is left out: an old link still shows a list. */
export function filterOfAddress(params: URLSearchParams): ReturnListFilter {
  const page = Number(params.get('page'))
  return {
    view: views.find(({ id }) => id === params.get('view'))?.id ?? 'all',
    search: (params.get('q') ?? '').slice(0, 100),
    outcome: Outcome.safeParse(params.get('outcome')).data ?? null,
    sort: params.get('sort') === 'oldest' ? 'oldest' : 'newest',
    page: Number.isSafeInteger(page) && page >= 1 && page <= 100_000 ? page : 1,
    pageSize,
  }
}

/** The address with some filters changed. Any change but that of the page goes back to the first page. */
export function addressWith(
  params: URLSearchParams,
  change: Partial<Record<'view' | 'q' | 'outcome' | 'sort' | 'page', string | null>>,
): URLSearchParams {
  const next = new URLSearchParams(params)
  if (!('page' in change)) next.delete('page')
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}

import type { EntryKind } from '#app/domain/ledger/entry.ts'

export const pageSize = 25

/** What the ledger's list and its export show. */
export const shows = ['moved', 'all', 'outside'] as const
export type Show = (typeof shows)[number]

export const kindsShown: Readonly<Record<Show, readonly EntryKind[]>> = {
  moved: ['done', 'external', 'adjusted'],
  all: [],
  outside: ['external', 'adjusted'],
}

export const showWords: Readonly<Record<Show, string>> = {
  moved: 'Money that moved',
  all: 'Every entry',
  outside: 'Made outside Homeward',
}

export type LedgerAddress = { readonly show: Show; readonly page: number }

/** Reads the list's part of the address. What is not understood is left out: an old link still shows a list. */
export function readLedgerAddress(params: URLSearchParams): LedgerAddress {
  const page = Number(params.get('page'))
  return {
    show: shows.find((show) => show === params.get('show')) ?? 'moved',
    page: Number.isSafeInteger(page) && page >= 1 && page <= 100_000 ? page : 1,
  }
}

const day = /^\d{4}-\d{2}-\d{2}$/

/** The days of an export: both inclusive, null where the address names none. `refused` when one is no day. */
export function readExportDays(
  params: URLSearchParams,
): { readonly from: string | null; readonly to: string | null } | 'refused' {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? '']
  const isDay = (text: string) => text === '' || (day.test(text) && !Number.isNaN(Date.parse(text)))
  if (!isDay(from) || !isDay(to)) return 'refused'
  return { from: from === '' ? null : from, to: to === '' ? null : to }
}

import type { ReturnView } from './return-view.ts'

/** What still may arrive of each line: for the form that marks items received. */
export function receivableLines(view: Pick<ReturnView, 'lines'>): readonly {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly left: number
}[] {
  return view.lines
    .map(({ id, title, detail, quantity, received, isKept }) => ({
      id,
      title,
      detail,
      left: isKept ? 0 : quantity - received,
    }))
    .filter(({ left }) => left > 0)
}

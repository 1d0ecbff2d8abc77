/** An id that none of the list has: `question-3`. Ids stay when texts change, so that rules keep pointing at them. */
export function freeId(stem: string, taken: readonly { readonly id: string }[]): string {
  const pattern = new RegExp(`^${stem}-(\\d+)$`)
  const numbers = taken.map(({ id }) => Number(pattern.exec(id)?.[1] ?? 0))
  return `${stem}-${Math.max(0, ...numbers) + 1}`
}

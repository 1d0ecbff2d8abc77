import { setCondition } from './families/set-condition.ts'

/** The collections that the product is in now, of those that the policy names. Unknown when the product was deleted. */
export const collection = setCondition({
  kind: 'collection',
  group: 'line',
  fact: 'collections',
  of: 'collection',
  folds: false,
  read: ({ line }) => (line.collections === null ? null : membersOf(line.collections)),
})

function membersOf(collections: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.keys(collections).filter((gid) => collections[gid] === true)
}

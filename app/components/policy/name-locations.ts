import type { Words } from '#app/domain/policy/words.ts'

/** Where goods may be sent, by name. */
export type NamedLocations = readonly { readonly gid: string; readonly name: string }[]

/** Words in which locations are called by their names; one whose name is not at hand is only said to be chosen. */
export function nameLocations(words: Words, locations: NamedLocations): Words {
  const { key, params, of } = words
  if (key === 'term.destination.location') {
    const name = locations.find(({ gid }) => gid === params.location)?.name
    return name === undefined
      ? { key: 'term.destination.chosen', params: {} }
      : { key, params: { location: name } }
  }
  return of === undefined ? words : { ...words, of: of.map((part) => nameLocations(part, locations)) }
}

import { z } from 'zod'
import type { PolicyFacts } from '../facts.ts'
import type { Words } from '../words.ts'
import type { ConditionDefinition } from './condition.ts'
import { metafieldOperators } from './leaf-shapes.ts'
import { textAt, type Test } from './slots.ts'

const schema = z
  .object({
    kind: z.literal('metafield'),
    /** Shopify's own limits: a namespace of 3 to 255 characters, a key of 2 to 64. */
    key: z.string().regex(/^[A-Za-z0-9_$:-]{2,255}\.[A-Za-z0-9_-]{2,64}$/),
    is: z.enum(metafieldOperators),
    values: z.array(z.string().trim().min(1).max(255)).max(250),
  })
  .refine(({ is, values }) => (is === 'set' || is === 'notSet' ? values.length === 0 : values.length > 0), {
    path: ['values'],
  })
type Metafield = z.infer<typeof schema>

const definition: ConditionDefinition<Metafield> = {
  group: 'line',
  form: { family: 'metafield' },
  reader: ({ key }) => ({
    key: `metafield.${key}`,
    read: (facts) => valueOf(facts, key)?.toLowerCase() ?? null,
  }),
  compile: ({ is, values }, slot) => compileMetafield(slot, is, values.map(fold)),
  fact: () => 'metafield',
  found: ({ key }, facts) => valueOf(facts, key),
  words: ({ key, is, values }): Words => ({ key: `condition.metafield.${is}`, params: { key, values } }),
  blank: () => ({ kind: 'metafield', key: '', is: 'anyOf', values: [''] }),
  fold,
}

/**
 * A metafield of the product as text, without case; the raw JSON where it is a list. A field that is not set is empty: "none of"
 * holds for it. Unknown when the product was deleted.
 */
export const metafield = { schema, ...definition }

/** Shopify keeps no metafield with an empty value, so the empty text can mean "not set". */
function valueOf({ line }: PolicyFacts, key: string): string | null {
  if (line.metafields === null || !Object.hasOwn(line.metafields, key)) return null
  return line.metafields[key] ?? ''
}

function compileMetafield(slot: number, is: Metafield['is'], values: readonly string[]): Test {
  const wanted = new Set(values)
  const holds: Readonly<Record<Metafield['is'], (found: string) => boolean>> = {
    anyOf: (found) => wanted.has(found),
    noneOf: (found) => !wanted.has(found),
    startsWith: (found) => values.some((value) => found.startsWith(value)),
    set: (found) => found !== '',
    notSet: (found) => found === '',
  }
  const test = holds[is]
  return (slots) => {
    const found = textAt(slots, slot)
    return found === null ? null : test(found)
  }
}

function fold(value: string): string {
  return value.toLowerCase()
}

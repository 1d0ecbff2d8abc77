import { Drop } from 'liquidjs'

/**
 * A Liquid object of the dev store. Reading a property that is not modelled throws and names it: Shopify would answer
 * nil or a value, and a template must not take our gap for Shopify's nil. `lazy` values are made when first read.
 */
class Modelled extends Drop {
  readonly #name: string
  readonly #values: Record<string, unknown>
  readonly #lazy: Record<string, () => unknown>

  constructor(name: string, values: Record<string, unknown>, lazy: Record<string, () => unknown>) {
    super()
    this.#name = name
    this.#values = values
    this.#lazy = lazy
  }

  override liquidMethodMissing(key: string | number): unknown {
    const name = String(key)
    if (Object.hasOwn(this.#values, name)) return this.#values[name]
    const make = Object.hasOwn(this.#lazy, name) ? this.#lazy[name] : undefined
    if (!make) throw new Error(`the dev store does not model the Liquid property ${this.#name}.${name}`)
    const value = make()
    this.#values[name] = value
    return value
  }

  toJSON(): Record<string, unknown> {
    return this.#values
  }

  valueOf(): string {
    return `${this.#name}Drop`
  }
}

/** See `Modelled`. `name` is the object's name in Shopify's Liquid reference. */
export function modelled(
  name: string,
  values: Record<string, unknown>,
  lazy: Record<string, () => unknown> = {},
): Drop {
  return new Modelled(name, values, lazy)
}

/** A property read from outside of a template (tests, filters that take an object); undefined when it is no such object. */
export function readModelled(object: unknown, key: string): unknown {
  return object instanceof Modelled ? object.liquidMethodMissing(key) : undefined
}

/** Metafields, by namespace and key: absent ones are nil in Shopify too, so they do not throw. */
export function metafieldsObject(
  metafields: readonly { namespace: string; key: string; type: string; value: string }[],
): Record<string, Record<string, unknown>> {
  const byNamespace: Record<string, Record<string, unknown>> = {}
  for (const { namespace, key, type, value } of metafields) {
    const values = (byNamespace[namespace] ??= {})
    values[key] = modelled('metafield', {
      type,
      value: parsedValue(type, value),
      'list?': type.startsWith('list.'),
    })
  }
  return byNamespace
}

function parsedValue(type: string, value: string): unknown {
  if (type === 'boolean') return value === 'true'
  if (type === 'number_integer' || type === 'number_decimal') return Number(value)
  if (type === 'json' || type.startsWith('list.')) return JSON.parse(value) as unknown
  return value
}

/** Reads a path of an answer; anything absent is undefined. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (isJson(inner) ? inner[key] : undefined), value)
}

export type Json = Record<string, unknown>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

/** An amount as text; absent is nothing. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '0'
}

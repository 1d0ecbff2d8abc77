/** Time of the dev store: real time plus an offset that the control page moves. */
export type Clock = {
  now(): Date
  readonly offsetMs: number
  set(offsetMs: number): void
  onChange(listener: (offsetMs: number) => void): () => void
}

/** A clock over real time. `realNow` is for tests that need a frozen one. */
export const createClock = (offsetMs = 0, realNow: () => number = Date.now): Clock => {
  let offset = offsetMs
  const listeners = new Set<(offsetMs: number) => void>()
  return {
    now: () => new Date(realNow() + offset),
    get offsetMs() {
      return offset
    },
    set(next) {
      offset = next
      for (const listener of listeners) listener(next)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** `2026-07-10T17:03:08Z`: second precision, as Shopify answers DateTime (captured). */
export const isoSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

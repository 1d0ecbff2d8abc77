/** What the hub needs of the engine's clock. */
export type MovableClock = { now(): Date; readonly offsetMs: number; set(offsetMs: number): void }

type Waiting = { subscriber: string; release: () => void }

/**
 * Shares the dev store's clock with the processes that follow it by long poll. A process acknowledges a version by asking
 * for the next one, so `move` can answer after everybody has applied the new time.
 */
export type ClockHub = {
  state(): { version: number; offsetMs: number; now: string }
  /** Answers at once when `version` is old, otherwise at the next change or after `timeoutMs`. */
  wait(options: {
    version: number
    subscriber: string
    timeoutMs?: number
    onClose?: (stop: () => void) => void
  }): Promise<{
    version: number
    offsetMs: number
  }>
  /** Sets the offset and waits until every live subscriber acknowledged it; names those that did not in time. */
  move(
    offsetMs: number,
  ): Promise<{ version: number; offsetMs: number; acknowledged: number; missing: number }>
  subscribers(): number
  close(): void
}

/** A subscriber that has not polled for this long is gone: its process ended without saying so. */
const FORGET_AFTER_MS = 3_000
const ACKNOWLEDGE_WITHIN_MS = 5_000

export function createClockHub(clock: MovableClock): ClockHub {
  let version = 1
  const waiting = new Set<Waiting>()
  const acknowledged = new Map<string, number>()
  const lastSeen = new Map<string, number>()
  const acknowledgeListeners = new Set<() => void>()

  function alive(subscriber: string): boolean {
    for (const one of waiting) if (one.subscriber === subscriber) return true
    return performance.now() - (lastSeen.get(subscriber) ?? -Infinity) < FORGET_AFTER_MS
  }

  function missing(target: number): string[] {
    return [...acknowledged].filter(([id, seen]) => seen < target && alive(id)).map(([id]) => id)
  }

  function acknowledge(subscriber: string, seen: number): void {
    acknowledged.set(subscriber, Math.max(acknowledged.get(subscriber) ?? 0, seen))
    lastSeen.set(subscriber, performance.now())
    for (const listener of acknowledgeListeners) listener()
  }

  return {
    state: () => ({ version, offsetMs: clock.offsetMs, now: clock.now().toISOString() }),
    subscribers: () => [...acknowledged.keys()].filter(alive).length,
    async wait({ version: seen, subscriber, timeoutMs = 25_000, onClose }) {
      acknowledge(subscriber, seen)
      if (seen === version) {
        await new Promise<void>((resolve) => {
          const entry: Waiting = { subscriber, release: finish }
          const timer = setTimeout(finish, timeoutMs)
          function finish(): void {
            clearTimeout(timer)
            waiting.delete(entry)
            lastSeen.set(subscriber, performance.now())
            resolve()
          }
          waiting.add(entry)
          onClose?.(() => {
            if (!waiting.has(entry)) return
            // The connection broke while the poll was open: that process is gone and owes no acknowledgement.
            finish()
            lastSeen.delete(subscriber)
            acknowledged.delete(subscriber)
          })
        })
      }
      return { version, offsetMs: clock.offsetMs }
    },
    async move(offsetMs) {
      clock.set(offsetMs)
      version += 1
      const target = version
      for (const one of [...waiting]) one.release()
      const deadline = performance.now() + ACKNOWLEDGE_WITHIN_MS
      while (missing(target).length > 0 && performance.now() < deadline) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(finish, 100)
          function finish(): void {
            clearTimeout(timer)
            acknowledgeListeners.delete(finish)
            resolve()
          }
          acknowledgeListeners.add(finish)
        })
      }
      const late = missing(target).length
      const done = [...acknowledged.values()].filter((seen) => seen >= target).length
      return { version, offsetMs: clock.offsetMs, acknowledged: done, missing: late }
    },
    close() {
      for (const one of [...waiting]) one.release()
    },
  }
}

const DURATION = /^(-)?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds; undefined if it is none. */
export function durationMs(text: string): number | undefined {
  const match = DURATION.exec(text)
  if (match === null || /[PT]$/.test(text)) return undefined
  const [, minus, weeks, days, hours, minutes, seconds] = match
  const at = (value: string | undefined, unit: number): number => Number(value ?? '0') * unit
  const total =
    at(weeks, 604_800_000) +
    at(days, 86_400_000) +
    at(hours, 3_600_000) +
    at(minutes, 60_000) +
    at(seconds, 1000)
  return minus === undefined ? total : -total
}

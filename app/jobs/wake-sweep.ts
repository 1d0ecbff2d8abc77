import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

let wake = new AbortController()
const running = new AsyncLocalStorage<{ hasWritten: boolean }>()

/** Says that a job is written, perhaps by another job. */
export function noteWritten(): void {
  const state = running.getStore()
  if (state) state.hasWritten = true
}

/** Runs a job; if it has written others, which nobody hands over, the sweep looks at once. */
export async function wakingSweep<T>(run: () => Promise<T>): Promise<T> {
  const state = { hasWritten: false }
  const value = await running.run(state, run)
  if (state.hasWritten) wake.abort()
  return value
}

/** Waits until a job has written others, the time is over, or `stopping` is aborted. */
export async function waitForSweep(ms: number, stopping: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([wake.signal, stopping])
  await sleep(ms, undefined, { signal }).catch(() => undefined)
  if (wake.signal.aborted) wake = new AbortController()
}

import { setTimeout as sleep } from 'node:timers/promises'

let wake = new AbortController()

/** Says that there may be something to hand over: a job that ran has written another one. */
export function wakeSweep(): void {
  wake.abort()
}

/** Waits until somebody calls `wakeSweep`, the time is over, or `stopping` is aborted. */
export async function waitForSweep(ms: number, stopping: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([wake.signal, stopping])
  await sleep(ms, undefined, { signal }).catch(() => undefined)
  if (wake.signal.aborted) wake = new AbortController()
}

/** Ctrl-C reaches every process of a terminal, and the starter hands it on once more: those two are one wish. */
const sameWishMs = 1_000

/**
 * Runs `stop` once at the first signal to end, then ends the process with 0. Somebody who asks again after a second does
 * not want to wait: the process ends at once, with 1. Answers a signal that is aborted from the first one on.
 */
export function stopOnSignals(say: (line: string) => void, stop: () => Promise<void>): AbortSignal {
  const stopping = new AbortController()
  let since = 0
  const onSignal = () => {
    if (stopping.signal.aborted) {
      if (performance.now() - since > sameWishMs) process.exit(1)
      return
    }
    since = performance.now()
    say('Stopping… (again: at once)')
    stopping.abort(new Error('Stopped before everything was up'))
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(error instanceof Error ? error.message : String(error))
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  return stopping.signal
}

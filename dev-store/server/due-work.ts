import type { Engine } from '../engine/engine.ts'
import { settleDueRefunds } from '../engine/money/settle.ts'

const EVERY_MS = 1_000

/** Does what time brings about by itself (pending refunds that settle): at once when the clock moves, otherwise every second. */
export function doDueWork(engine: Engine): () => void {
  const run = (): void => {
    settleDueRefunds(engine)
  }
  const stopClock = engine.clock.onChange(run)
  const timer = setInterval(run, EVERY_MS).unref()
  return () => {
    clearInterval(timer)
    stopClock()
  }
}

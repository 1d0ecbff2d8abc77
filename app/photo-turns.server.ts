/** Pictures that are unpacked at the same time: each may need many times the memory of its file. */
const mostAtOnce = 2
const mostWaiting = 24

let running = 0
const waiting: (() => void)[] = []

/** Does some work on pictures when it is its turn; `busy`, and nothing done, when too many wait already. */
export async function takeTurn<T>(work: () => Promise<T>): Promise<T | 'busy'> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting) return 'busy'
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    // The turn goes on to the next one, or ends.
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}

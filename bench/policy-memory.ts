/**
 * A million order lines judged in one process, with facts made anew for every order and the decision written out for every
 * tenth: the heap after a collection must not grow. Needs `--expose-gc`, which it sets by itself.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { explainRuling } from '../app/domain/policy/explain.ts'
import { factsOfLine, openRequest, orderContext } from '../app/domain/policy/facts.ts'
import { judgeLine } from '../app/domain/policy/judge.ts'
import { lineFacts, orderFacts } from '../tests/factories/order-facts.ts'
import { taskPolicy } from './policy/homeward.ts'
import { taskRules } from './policy/task.ts'

setFlagsFromString('--expose-gc')
// The flag makes the function; only a context that is made after it has it.
const collect = runInNewContext('gc') as () => void

const lines = 1_000_000
const perOrder = 4
const steps = 10
const policy = taskPolicy(taskRules(50))
const countries = ['US', 'DE', 'GB', 'FR', 'TR', 'BR', 'JP', null]

function heapMb(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed / 1_048_576
}

function order(index: number) {
  const day = String(1 + (index % 28)).padStart(2, '0')
  return orderFacts({
    placedAt: `2026-05-${day}T10:00:00Z`,
    country: countries[index % countries.length] ?? null,
    lines: Array.from({ length: perOrder }, (_, place) =>
      lineFacts({
        id: `gid://shopify/FulfillmentLineItem/${index * perOrder + place}`,
        productType: `Type ${(index + place) % 50}`,
        productTags: index % 3 === 0 ? ['sale'] : place === 0 ? null : [`tag-${index % 97}`],
        deliveredAt: `2026-05-${day}T18:00:00Z`,
      }),
    ),
  })
}

const verdicts: Record<string, number> = {}
const heap: number[] = []
const started = performance.now()
let judged = 0
for (let step = 0; step < steps; step += 1) {
  while (judged < (lines / steps) * (step + 1)) {
    const facts = order(judged / perOrder)
    const context = orderContext(facts, '2026-06-10T12:00:00Z', 'Europe/London')
    for (const line of facts.lines) {
      const request = { ...openRequest, reason: judged % 2 === 0 ? 'color' : null }
      const ofLine = factsOfLine(context, line, { request, reason: policy.reasonFacts(request.reason) })
      const ruling = judgeLine(policy, ofLine)
      verdicts[ruling.verdict] = (verdicts[ruling.verdict] ?? 0) + 1
      if (judged % 10 === 0) {
        const { trace } = explainRuling(policy, ofLine, { ruling, alternatives: [] })
        if (trace.length !== 50) throw new Error('The trace is not whole')
      }
      judged += 1
    }
  }
  heap.push(Number(heapMb().toFixed(2)))
}
const seconds = (performance.now() - started) / 1000
// The first steps still fill caches of the engine below us; from then on nothing may stay.
const growthMb = Number(((heap.at(-1) ?? 0) - (heap[2] ?? 0)).toFixed(2))
const isFlat = growthMb < 1
process.stdout.write(
  `${JSON.stringify({ bench: 'policy-memory', lines: judged, verdicts, heapMb: heap, growthMb, linesPerSecond: Math.round(judged / seconds), rssMb: Math.round(process.memoryUsage().rss / 1_048_576) })}\n`,
)
process.exitCode = isFlat ? 0 : 1

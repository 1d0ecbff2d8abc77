import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  addressOf,
  ask,
  machine,
  startBenchShop,
  type BenchOrder,
  type Timed,
} from './portal-load/start-shop.ts'
import { quantile } from './portal-load/two-samples.ts'

/*
 * npm run bench -- portal [--clients N] [--journeys N] [--embedded]: 20 shoppers at once (N) find an order, choose, look at the sums and send, each from an
 * address of their own, through the dev store's app proxy in its four shops, with every limit on. Between two steps a shopper
 * rests for 1 to 2.5 seconds, which is hasty: a journey costs about 155 points of the Admin API, and with shorter rests 20 shoppers would
 * sooner or later wait for Shopify's own limit (100 points a second and shop) and for nothing of ours. The times are what the
 * shopper's browser waits, the 200 ms beat of the lookup included.
 */

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '20' },
    journeys: { type: 'string', default: '300' },
    embedded: { type: 'boolean', default: false },
  },
})
const clients = Number(values.clients)
const journeys = Number(values.journeys)
const restMs = { least: 1000, most: 2500 }
const bars = { lookup: 300, submit: 250 }
const steps = ['lookup', 'items', 'review', 'submit', 'status'] as const
type Step = (typeof steps)[number]

const times: Record<Step, number[]> = { lookup: [], items: [], review: [], submit: [], status: [] }

const shop = await startBenchShop(Math.ceil((journeys + clients) / 4))
try {
  const waiting = [...shop.orders]
  const warmUp = waiting.splice(0, clients)
  await all(warmUp, (order, index) => journey(order, addressOf(60_000 + index)))
  for (const step of steps) times[step].length = 0
  const [cpuBefore, began] = [shop.cpuMs(), performance.now()]
  let visitor = 0
  await all(Array.from({ length: clients }), async () => {
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
      visitor += 1
      await journey(order, addressOf(visitor))
    }
  })
  const seconds = (performance.now() - began) / 1000
  const requests = steps.reduce((sum, step) => sum + times[step].length, 0)
  const cpuPerRequest = (shop.cpuMs() - cpuBefore) / requests
  const figures = Object.fromEntries(steps.map((step) => [step, figuresOf(times[step])]))
  const isWithin = quantile(times.lookup, 0.95) < bars.lookup && quantile(times.submit, 0.95) < bars.submit
  const line = {
    bench: 'portal',
    clients,
    journeys: times.submit.length,
    restMs,
    requestsPerSecond: round(requests / seconds),
    ...figures,
    appCpuMsPerRequest: round(cpuPerRequest),
    database: shop.database,
    ...machine(),
    bars,
    ok: isWithin,
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  process.exitCode = isWithin ? 0 : 1
} finally {
  await shop.stop()
}

async function all<Item>(
  list: readonly Item[],
  run: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  await Promise.all(list.map(run))
}

async function journey({ storefront, name, email }: BenchOrder, address: string): Promise<void> {
  const take = async (step: Step, path: string, wanted: number, fields?: Record<string, string>) => {
    const answer = await ask(storefront, path, address, fields)
    if (answer.status !== wanted)
      throw new Error(`${step} of ${name} answered ${answer.status}: ${answer.text.slice(0, 400)}`)
    times[step].push(answer.ms)
    await rest()
    return answer
  }
  const found = await take('lookup', 'order', 303, { order_number: name, proof: email })
  const t = new URL(found.location, storefront).searchParams.get('t') ?? ''
  const items = await take('items', `order?t=${t}`, 200)
  const fields = { t, ...choiceOf(items) }
  await take('review', 'review', 200, fields)
  const sent = await take('submit', 'submit', 303, { ...fields, outcome: 'refund' })
  await take('status', new URL(sent.location, storefront).pathname.replace('/apps/returns/', ''), 200)
}

function choiceOf({ text }: Timed): Record<string, string> {
  const id = /name="line\.0\.id" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const reasons = text.slice(text.indexOf('line.0.reason'))
  const reason = /<option value="([^"]+)">(?!\d)/.exec(reasons)?.[1] ?? ''
  return { 'line.0.id': id, 'line.0.pick': '1', 'line.0.quantity': '1', 'line.0.reason': reason }
}

function rest(): Promise<void> {
  return sleep(restMs.least + Math.random() * (restMs.most - restMs.least))
}

function figuresOf(sample: readonly number[]) {
  return {
    n: sample.length,
    p50: round(quantile(sample, 0.5)),
    p95: round(quantile(sample, 0.95)),
    p99: round(quantile(sample, 0.99)),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

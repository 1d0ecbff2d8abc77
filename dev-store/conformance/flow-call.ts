import { settleDueRefunds } from '../engine/money/settle.ts'
import type { Engine, TokenRecord } from '../engine/engine.ts'
import type { Clock } from '../engine/clock.ts'
import type { Order } from '../engine/state.ts'
import { at, isJson } from './flow-answer.ts'
import type { Json } from './flow-answer.ts'
import { trace } from './flow-checks.ts'
import type { Dice } from './flow-order.ts'
import type { Call } from './flow-steps.ts'
import { FLOW_SHOP } from './flow-world.ts'

/** What went wrong in one flow, and where. `seed` runs it again. */
export type FlowFault = { seed: number; step: string; problem: string }
export type FlowTally = { calls: number; refused: number; refunds: number; byName: Record<string, number> }

/** One flow as it runs: an order in a shop of its own, and what was found. */
export type Flow = {
  engine: Engine
  clock: Clock
  token: TokenRecord
  dice: Dice
  orderId: string
  faults: FlowFault[]
  tally: FlowTally
  seed: number
  overRefunded: boolean
}

export const orderOf = (flow: Flow): Order => {
  const order = flow.engine.state.tables.orders[flow.orderId]
  if (!order) throw new Error('flow: the order is gone')
  return order
}

export function fault(flow: Flow, step: string, problem: string): void {
  flow.faults.push({ seed: flow.seed, step, problem })
}

export async function ask(flow: Flow, query: string, variables: Json): Promise<Json> {
  const reply = await flow.engine.graphql({
    version: '2026-10',
    shop: FLOW_SHOP,
    token: flow.token,
    query,
    variables,
  })
  if (!isJson(reply.body)) throw new Error('flow: no answer')
  return reply.body
}

/** Sends a mutation; a refused one must leave no trace, and every answer must satisfy the schema. */
export async function send(flow: Flow, call: Call): Promise<Json | undefined> {
  const before = trace(flow.engine.state)
  const body = await ask(flow, call.query, call.variables)
  flow.tally.calls += 1
  flow.tally.byName[call.name] = (flow.tally.byName[call.name] ?? 0) + 1
  const errors = at(body, 'errors')
  const payload = at(body, 'data', call.name)
  if (errors !== undefined) {
    fault(flow, call.name, `errors ${JSON.stringify(errors)} for ${JSON.stringify(call.variables)}`)
    return undefined
  }
  const userErrors = at(payload, 'userErrors')
  if (Array.isArray(userErrors) && userErrors.length > 0) {
    flow.tally.refused += 1
    if (trace(flow.engine.state) !== before)
      fault(flow, call.name, `a refused call left a trace: ${JSON.stringify(userErrors)}`)
    return undefined
  }
  return isJson(payload) ? payload : undefined
}

const DAY = 86_400_000

export function addFault(flow: Flow): void {
  const { dice } = flow
  const becomes = dice.pick(['SUCCESS', 'FAILURE', 'ERROR'] as const)
  const effect = dice.chance(0.7)
    ? {
        kind: 'refund_pending' as const,
        seconds: dice.int(1, 3 * 86_400),
        becomes,
        errorCode: 'PAYMENT_PROVIDER_ERROR',
      }
    : {
        kind: 'gateway_refuses' as const,
        errorCode: 'CARD_DECLINED',
        message: dice.pick(['', 'The gateway refuses.']),
      }
  flow.engine.transact(FLOW_SHOP, (context) => {
    const id = context.nextId('Fault')
    context.insert('faults', id, { id, match: {}, times: 1, seen: 0, fired: 0, effect })
  })
}

/** Days go by; refunds that were pending are settled. */
export function letTimePass(flow: Flow): void {
  flow.clock.set(flow.clock.offsetMs + flow.dice.int(0, 5) * DAY)
  settleDueRefunds(flow.engine)
}

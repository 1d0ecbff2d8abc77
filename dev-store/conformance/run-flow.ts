import { auditBalances, auditOrder } from '../engine/money/audit.ts'
import type { Engine } from '../engine/engine.ts'
import type { Return, WebhookEvent } from '../engine/state.ts'
import { at } from './flow-answer.ts'
import { addFault, ask, fault, letTimePass, orderOf, send } from './flow-call.ts'
import type { Flow, FlowFault, FlowTally } from './flow-call.ts'
import { auditStock, compareBooks } from './flow-checks.ts'
import { process, refund, requestWithPromise } from './flow-money.ts'
import { createDice, randomOrder } from './flow-order.ts'
import {
  BOOKS,
  approveCall,
  chooseBatch,
  createCall,
  creditCall,
  declineCall,
  deliveryCall,
  disposeCall,
  removeCall,
  requestCall,
  stateCall,
} from './flow-steps.ts'
import { FLOW_SHOP, createWorld } from './flow-world.ts'

export type FlowRunner = {
  engine: Engine
  run(seed: number): Promise<{ faults: FlowFault[]; tally: FlowTally }>
  onEvents(listener: (event: WebhookEvent) => void): void
}

const STEPS = 9

/** One engine that all flows share: each begins from the same empty shop, so flows do not touch one another. */
export function createFlowRunner(): FlowRunner {
  const worlds = new Map<string, string>()
  const world = createWorld()
  const { engine, clock, token } = world
  worlds.set('empty', engine.dump())
  const listeners: ((event: WebhookEvent) => void)[] = []
  engine.onEmit((event) => {
    for (const listener of listeners) listener(event)
  })
  return {
    engine,
    onEvents: (listener) => listeners.push(listener),
    async run(seed) {
      engine.load(worlds.get('empty') ?? '')
      clock.set(0)
      const dice = createDice(seed)
      const order = engine.transact(FLOW_SHOP, (context) => {
        if (dice.chance(0.1)) context.edit('shops', FLOW_SHOP).returnsWorkflow = 'legacy'
        return randomOrder(context, dice)
      })
      const flow: Flow = {
        // An app of its own for each flow, and so a bucket of its own.
        engine, clock, token: { ...token, appId: `gid://shopify/App/${seed}` }, dice, seed, orderId: order.id, faults: [], tally: { calls: 0, refused: 0, refunds: 0, byName: {} }, overRefunded: false,
      } // prettier-ignore
      await check(flow, 'start')
      for (let i = 0; i < STEPS && flow.faults.length === 0; i += 1) {
        const name = await step(flow)
        await check(flow, `step ${i + 1} ${name}`)
      }
      return { faults: flow.faults, tally: flow.tally }
    },
  }
}

const ACTIONS = [
  'request',
  'request',
  'create',
  'create',
  'approve',
  'approve',
  'decline',
  'process',
  'process',
  'process',
  'process',
  'state',
  'remove',
  'dispose',
  'delivery',
  'refund',
  'refund',
  'credit',
  'time',
  'fault',
] as const

async function step(flow: Flow): Promise<string> {
  const { dice } = flow
  const order = orderOf(flow)
  const action = dice.pick(ACTIONS)
  const one = order.returns.length > 0 ? dice.pick(order.returns) : undefined
  switch (action) {
    case 'request':
      await requestWithPromise(flow, requestCall(order, dice))
      break
    case 'create':
      await send(flow, createCall(order, dice))
      break
    case 'refund':
      await refund(flow)
      break
    case 'credit':
      await send(flow, creditCall(order, dice))
      break
    case 'time':
      letTimePass(flow)
      break
    case 'fault':
      addFault(flow)
      break
    default:
      if (one) await onReturn(flow, action, one)
  }
  return action
}

async function onReturn(
  flow: Flow,
  action: 'approve' | 'decline' | 'process' | 'state' | 'remove' | 'dispose' | 'delivery',
  one: Return,
): Promise<void> {
  const { dice } = flow
  const order = orderOf(flow)
  if (action === 'approve') await send(flow, approveCall(one, dice))
  if (action === 'decline') await send(flow, declineCall(one))
  if (action === 'state') await send(flow, stateCall(one, dice))
  if (action === 'remove') await send(flow, removeCall(one, dice))
  if (action === 'dispose') await send(flow, disposeCall(one, dice))
  if (action === 'delivery') await send(flow, deliveryCall(one, dice))
  if (action === 'process') await process(flow, one, chooseBatch(order, one, dice))
}

/** All laws, after every step. */
async function check(flow: Flow, step: string): Promise<void> {
  const { engine } = flow
  const order = orderOf(flow)
  const wrong = [
    ...auditOrder(engine.state, order, flow.overRefunded),
    ...auditBalances(engine.state),
    ...auditStock(engine.state),
  ]
  const body = await ask(flow, BOOKS, { id: order.id })
  if (at(body, 'errors') !== undefined) wrong.push(`books: ${JSON.stringify(at(body, 'errors'))}`)
  else wrong.push(...compareBooks(order, at(body, 'data')))
  for (const problem of wrong) fault(flow, step, problem)
}

import { isRecord } from './http.ts'

export type Call = {
  at: string
  flow: string
  shop: string
  appId: string
  operation: string | null
  roots: string[]
  status: number
  requestedCost: number | null
  actualCost: number | null
  throttled: boolean
  milliseconds: number
}

export type FlowSummary = {
  flow: string
  calls: number
  requestedCost: number
  actualCost: number
  throttled: number
  operations: Record<string, { calls: number; actualCost: number }>
}

/** Counts of Admin calls and cost points, per named flow. A flow is named by whoever drives it, through the control API. */
export type Calls = {
  record(call: Omit<Call, 'flow'>): void
  beginFlow(name: string): void
  flow(): string
  list(): Call[]
  summary(): FlowSummary[]
  clear(): void
}

const KEPT = 5_000

export function createCalls(): Calls {
  let flow = 'default'
  let calls: Call[] = []
  return {
    record(call) {
      calls.push({ ...call, flow })
      if (calls.length > KEPT) calls = calls.slice(-KEPT)
    },
    beginFlow(name) {
      flow = name
    },
    flow: () => flow,
    list: () => calls,
    summary() {
      const flows = new Map<string, FlowSummary>()
      for (const call of calls) {
        const known = flows.get(call.flow)
        const sum = known ?? {
          flow: call.flow,
          calls: 0,
          requestedCost: 0,
          actualCost: 0,
          throttled: 0,
          operations: {},
        }
        if (known === undefined) flows.set(call.flow, sum)
        const name = call.operation ?? call.roots.join('+')
        const operation = (sum.operations[name] ??= { calls: 0, actualCost: 0 })
        sum.calls += 1
        sum.requestedCost += call.requestedCost ?? 0
        sum.actualCost += call.actualCost ?? 0
        sum.throttled += call.throttled ? 1 : 0
        operation.calls += 1
        operation.actualCost += call.actualCost ?? 0
      }
      return [...flows.values()]
    },
    clear() {
      calls = []
      flow = 'default'
    },
  }
}

/** Requested and actual cost out of a GraphQL answer's extensions. */
export function costOf(body: unknown): {
  requested: number | null
  actual: number | null
  throttled: boolean
} {
  const none = { requested: null, actual: null, throttled: false }
  if (!isRecord(body) || !isRecord(body.extensions) || !isRecord(body.extensions.cost)) return none
  const { requestedQueryCost: requested, actualQueryCost: actual } = body.extensions.cost
  return {
    requested: typeof requested === 'number' ? requested : null,
    actual: typeof actual === 'number' ? actual : null,
    throttled: body.data === undefined && actual === null,
  }
}

import type { CompiledPolicy } from '../policy/compile.ts'
import {
  type AskedRequest,
  contextOfRequest,
  isBlocked,
  type JudgedRequest,
  judgeRequest,
  rise,
} from './judge-request.ts'

/** The two policies of a replay. */
export type ReplayedPolicies = { readonly before: CompiledPolicy; readonly after: CompiledPolicy }

/** A request under both policies. `way`: which way its lines flip; `terms` where only the money is another; null where nothing is. */
export type ReplayedRequest = {
  readonly before: JudgedRequest
  readonly after: JudgedRequest
  readonly way: ReplayWay | null
}
export const replayWays = ['up', 'down', 'both', 'terms'] as const
export type ReplayWay = (typeof replayWays)[number]

/** Judges a request by two policies, at the same moment and with the same facts. */
export function replayRequest(
  request: AskedRequest,
  { before, after }: ReplayedPolicies,
  timeZone: string,
): ReplayedRequest {
  const context = contextOfRequest(request, timeZone)
  const old = judgeRequest(before, request, context)
  const next = judgeRequest(after, request, context)
  return { before: old, after: next, way: wayOf(old, next) }
}

function wayOf(before: JudgedRequest, after: JudgedRequest): ReplayWay | null {
  let hasRisen = false
  let hasFallen = false
  for (const [place, old] of before.parts.entries()) {
    const next = after.parts[place]
    if (next === undefined || isBlocked(old)) continue
    const change = rise(old.verdict, next.verdict)
    if (change > 0) hasRisen = true
    if (change < 0) hasFallen = true
  }
  if (hasRisen || hasFallen) return hasRisen && hasFallen ? 'both' : hasRisen ? 'up' : 'down'
  return isSameMoney(before, after) ? null : 'terms'
}

const sumNames = ['refund', 'store_credit', 'exchange', 'fees', 'bonus', 'inReview'] as const

function isSameMoney(before: JudgedRequest, after: JudgedRequest): boolean {
  return sumNames.every((name) => before.sums[name].minor === after.sums[name].minor)
}

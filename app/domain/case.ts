import { z } from 'zod'
import type { LineDecision } from './policy/decision.ts'

/**
 * What a shopper and a shop may have to talk about. `withdrawal`: a declaration of withdrawal from a contract; `complaint`;
 * `exception`: goods that the policy does not take back; `contest`: the result of an inspection; `question`: staff asks the
 * shopper.
 */
const caseKinds = ['withdrawal', 'complaint', 'exception', 'contest', 'question'] as const
export const CaseKind = z.enum(caseKinds)
export type CaseKind = z.infer<typeof CaseKind>

/** `open`: staff is to act; `answered`: it is the shopper's turn, or nobody's; `closed`: nothing more is said. */
const caseStates = ['open', 'answered', 'closed'] as const
export const CaseState = z.enum(caseStates)
export type CaseState = z.infer<typeof CaseState>

/**
 * Why a withdrawal waits for staff: no order of that name and e-mail; the goods named are none of the order, or several; the
 * right does not reach them; the goods have not been sent; a part of them only became a return; the return was refused.
 */
const caseGrounds = [
  'order_not_found',
  'goods_unclear',
  'outside_right',
  'not_sent',
  'in_part',
  'not_accepted',
] as const
export const CaseGround = z.enum(caseGrounds)
export type CaseGround = z.infer<typeof CaseGround>

/** A refused line: `policyVersion` judged it. The decision is written by `open-case` alone, from a value of exactly this type. */
const Refusal = z.object({
  title: z.string(),
  policyVersion: z.int(),
  decision: z.custom<LineDecision>((value) => typeof value === 'object' && value !== null),
})
export type Refusal = z.infer<typeof Refusal>

/** What a declaration says, as the shopper typed it: kept as it was received. */
export const CaseStatement = z.object({
  name: z.string().optional(),
  orderName: z.string().optional(),
  email: z.string().optional(),
  /** Titles of goods that it is about; empty = all. */
  goods: z.array(z.string()).optional(),
  /** Of a request for an exception: the goods with the decision that refused them, as it stood when she asked. */
  refusals: z.array(Refusal).optional(),
})
export type CaseStatement = z.infer<typeof CaseStatement>

/** The step of a case that no person wrote: a withdrawal became a return, or waits for staff. */
export const CaseStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('became_return'), returnId: z.string(), goods: z.array(z.string()) }),
  z.object({ step: z.literal('waits'), because: CaseGround, goods: z.array(z.string()) }),
  z.object({ step: z.literal('closed') }),
])
export type CaseStep = z.infer<typeof CaseStep>

/** How people call a case: `C1001`. */
export function caseName(number: number): string {
  return `C${number}`
}

/** Where a case stands once somebody has written: what the shopper writes waits for staff, what staff writes for her. */
export function stateAfter(writer: 'shopper' | 'staff'): CaseState {
  return writer === 'shopper' ? 'open' : 'answered'
}

/** Longest text of a message, in characters. */
export const longestCaseText = 2000

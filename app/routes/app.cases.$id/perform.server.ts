import { z } from 'zod'
import { done, no, type Performed } from '#app/admin-command.server.ts'
import { sayCaseError } from '#app/components/case-error-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { answerCase, type AnswerCaseError, closeCase } from '#app/use-cases/answer-case.server.ts'
import { matchWithdrawal, type MatchError } from '#app/use-cases/match-withdrawal.server.ts'

export const CaseCommand = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('answer'),
    text: z.string().max(20_000),
    seen: z.int(),
    close: z.boolean(),
  }),
  z.object({ intent: z.literal('close'), seen: z.int() }),
  z.object({
    intent: z.literal('match'),
    orderName: z.string().max(100),
    lines: z.array(z.object({ lineId: z.string().max(200), quantity: z.int().min(1).max(10_000) })).max(250),
  }),
])

export type CaseCommand = z.infer<typeof CaseCommand>
export type CaseAnswer = Performed & { readonly intent: CaseCommand['intent'] }

/** Runs what staff ask on the page of a case. */
export async function performOnCase(
  ctx: ShopContext,
  caseId: string,
  command: CaseCommand,
): Promise<CaseAnswer> {
  return { intent: command.intent, ...(await perform(ctx, caseId, command)) }
}

async function perform(ctx: ShopContext, caseId: string, command: CaseCommand): Promise<Performed> {
  switch (command.intent) {
    case 'answer': {
      const answered = await answerCase(ctx, { caseId, ...command })
      return answered.ok ? done('Answer sent') : refused(answered.error)
    }
    case 'close': {
      const closed = await closeCase(ctx, { caseId, seen: command.seen })
      return closed.ok ? done('Case closed') : refused(closed.error)
    }
    case 'match': {
      const matched = await matchWithdrawal(ctx, { caseId, ...command })
      if (!matched.ok) return refused(matched.error)
      return done(matched.value.returnId === null ? 'It still waits: see why above' : 'Made a return')
    }
  }
}

function refused(error: AnswerCaseError | MatchError): Performed {
  const status = error.kind === 'forbidden' ? 403 : error.kind === 'changed' ? 409 : 200
  return no(status, sayCaseError(error))
}

import { z } from 'zod'
import { sayCaseError } from '#app/components/case-error-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { answerCase, type AnswerCaseError, closeCase } from '#app/use-cases/answer-case.server.ts'
import { matchWithdrawal, type MatchError } from '#app/use-cases/match-withdrawal.server.ts'

const Command = z.discriminatedUnion('intent', [
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

/** What came of a command, in words. */
export type Performed =
  | { readonly intent: string; readonly ok: true; readonly message: string }
  | { readonly intent: string; readonly ok: false; readonly status: number; readonly message: string }

/** Reads the command from the posted JSON and runs it. Throws a 400 for what no form of ours can send. */
export async function perform(ctx: ShopContext, caseId: string, posted: unknown): Promise<Performed> {
  const read = Command.safeParse(posted)
  if (!read.success) throw new Response('The form is not complete.', { status: 400 })
  const command = read.data
  const { intent } = command
  switch (command.intent) {
    case 'answer': {
      const done = await answerCase(ctx, { caseId, ...command })
      return done.ok ? { intent, ok: true, message: 'Answer sent' } : refused(intent, done.error)
    }
    case 'close': {
      const done = await closeCase(ctx, { caseId, seen: command.seen })
      return done.ok ? { intent, ok: true, message: 'Case closed' } : refused(intent, done.error)
    }
    case 'match': {
      const done = await matchWithdrawal(ctx, { caseId, ...command })
      if (!done.ok) return refused(intent, done.error)
      const message = done.value.returnId === null ? 'It still waits: see why above' : 'Made a return'
      return { intent, ok: true, message }
    }
  }
}

function refused(intent: string, error: AnswerCaseError | MatchError): Performed {
  const status = error.kind === 'forbidden' ? 403 : error.kind === 'changed' ? 409 : 200
  return { intent, ok: false, status, message: sayCaseError(error) }
}

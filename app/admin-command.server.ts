import { data } from '@remix-run/node'
import type { z } from 'zod'
import type { CommandAnswer } from './components/use-command.ts'

/** The command that a page of the admin posted as JSON. Throws a 400 for what no form of ours can send. */
export async function readCommand<Command extends z.ZodType>(
  request: Request,
  command: Command,
): Promise<z.output<Command>> {
  const read = command.safeParse(await request.json())
  if (!read.success) throw new Response('The form is not complete.', { status: 400 })
  return read.data
}

/** What an action has to say about a command; what was not done says so in the HTTP status, too. */
export type Performed =
  | Extract<CommandAnswer, { ok: true }>
  | (Extract<CommandAnswer, { ok: false }> & { readonly status: 200 | 403 | 409 })

/** It was done, in words. */
export function done(message: string): Performed {
  return { ok: true, message }
}

/** It was not done, and why; problems by field name. */
export function no(status: 200 | 403 | 409, message: string | null, fields?: Fields): Performed {
  return { ok: false, status, message, ...(fields === undefined ? {} : { fields }) }
}
type Fields = Readonly<Record<string, string>>

/** Answers a command over HTTP with what came of it. */
export function answerCommand<Answer extends Performed>(performed: Answer) {
  return data(performed, { status: performed.ok ? 200 : performed.status })
}

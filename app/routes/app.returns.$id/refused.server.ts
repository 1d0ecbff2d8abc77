import { no, type Performed } from '#app/admin-command.server.ts'
import { type CommandError, sayCommandError, statusOfCommandError } from './command-error-words.ts'

/** The answer to a command that was refused: why, at which field, and the HTTP status for it. */
export function refused(error: CommandError): Performed {
  const { message, fields } = sayCommandError(error)
  return no(statusOfCommandError(error), message, fields)
}

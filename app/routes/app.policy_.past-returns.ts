import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { answerCommand, done, no, type Performed, readCommand } from '#app/admin-command.server.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import { contextFromAdmin, type ShopContext } from '#app/context.server.ts'
import { type BrokenRow, mostFiledReturns, type RowProblem } from '#app/domain/replay/past-returns-file.ts'
import {
  forgetPastReturns,
  importPastReturns,
  type ImportPastReturnsError,
} from '#app/use-cases/import-past-returns.server.ts'

const Command = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('import'), text: z.string().max(20_000_000) }),
  z.object({ intent: z.literal('forget') }),
])

/** Takes a file of returns from before Homeward, or forgets it. */
export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return answerCommand(await perform(ctx, await readCommand(request, Command)))
}

async function perform(ctx: ShopContext, command: z.output<typeof Command>): Promise<Performed> {
  if (command.intent === 'forget') {
    const forgotten = await forgetPastReturns(ctx)
    return forgotten.ok ? done('The file is forgotten') : no(403, sayForbidden(forgotten.error))
  }
  const imported = await importPastReturns(ctx, command)
  if (!imported.ok) return no(imported.error.kind === 'forbidden' ? 403 : 200, wordsOf(imported.error))
  const { lines, broken } = imported.value
  const left = broken.length === 0 ? '' : ` Left out: ${sayBroken(broken)}`
  return done(`${number.format(lines)} ${lines === 1 ? 'line is' : 'lines are'} kept.${left}`)
}

const number = new Intl.NumberFormat('en')

function wordsOf(error: ImportPastReturnsError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'columns':
      return `The first line of the file must name its columns. These are missing: ${error.missing.join(', ')}.`
    case 'too_long':
      return `The file has more than ${number.format(mostFiledReturns)} lines. Leave out the oldest.`
    case 'empty':
      return error.broken.length === 0
        ? 'There are no returns in this file.'
        : `No line of this file can be read: ${sayBroken(error.broken)}`
  }
}

const problemWords: Readonly<Record<RowProblem, string>> = {
  no_order: 'no order',
  no_sku: 'no SKU',
  quantity: 'the quantity is no whole number',
  date: 'the date is not like 2026-05-31',
  outcome: 'the outcome is none of refund, store credit, exchange',
}

function sayBroken(broken: readonly BrokenRow[]): string {
  const named = broken.slice(0, 3).map(({ line, problem }) => `line ${line} (${problemWords[problem]})`)
  const more = broken.length > 3 ? ` and ${number.format(broken.length - 3)} more` : ''
  return `${named.join(', ')}${more}.`
}

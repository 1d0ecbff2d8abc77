import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { answerCommand, done, no, readCommand } from '#app/admin-command.server.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import {
  addToWatchList,
  removeFromWatchList,
  type WatchBuyerError,
} from '#app/use-cases/change-watch-list.server.ts'

const Change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('add'), buyer: z.string().max(500), note: z.string().max(500) }),
  z.object({ intent: z.literal('remove'), buyer: z.string().max(500) }),
])

/** Puts a buyer on the watch list or takes one off. */
export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const change = await readCommand(request, Change)
  const isAdded = change.intent === 'add'
  const result =
    change.intent === 'add' ? await addToWatchList(ctx, change) : await removeFromWatchList(ctx, change)
  if (result.ok) return answerCommand(done(isAdded ? 'Added to the list' : 'Taken off the list'))
  return answerCommand(no(result.error.kind === 'forbidden' ? 403 : 200, wordsOf(result.error)))
}

function wordsOf(error: WatchBuyerError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'no_buyer':
      return 'Enter an e-mail address, or the address of the customer’s page in Shopify.'
    case 'known_already':
      return 'This buyer is on the list already.'
    case 'too_many':
      return `There are ${error.most} buyers already. Tag customers in Shopify and ask for the tag instead.`
  }
}

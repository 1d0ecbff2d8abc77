import type { ActionFunctionArgs } from '@remix-run/node'
import { data } from '@remix-run/node'
import { z } from 'zod'
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

export type WatchListChanged = { readonly ok: boolean; readonly message: string }

/** Puts a buyer on the watch list or takes one off. */
export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const change = Change.safeParse(await request.json())
  if (!change.success) throw new Response('The form is not complete.', { status: 400 })
  const isAdded = change.data.intent === 'add'
  const result =
    change.data.intent === 'add'
      ? await addToWatchList(ctx, change.data)
      : await removeFromWatchList(ctx, change.data)
  if (result.ok) {
    return data<WatchListChanged>({ ok: true, message: isAdded ? 'Added to the list' : 'Taken off the list' })
  }
  const status = result.error.kind === 'forbidden' ? 403 : 200
  return data<WatchListChanged>({ ok: false, message: wordsOf(result.error) }, { status })
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

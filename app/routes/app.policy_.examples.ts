import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { answerCommand, done, no, readCommand } from '#app/admin-command.server.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import { contextFromAdmin, type ShopContext } from '#app/context.server.ts'
import { PolicyExampleId } from '#app/db/policy-example.server.ts'
import { OrderGid } from '#app/domain/ids.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import {
  acceptPolicyExample,
  type AcceptPolicyExampleError,
} from '#app/use-cases/accept-policy-example.server.ts'
import { removePolicyExample } from '#app/use-cases/remove-policy-example.server.ts'
import { savePolicyExample, type SavePolicyExampleError } from '#app/use-cases/save-policy-example.server.ts'

const Change = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('save'),
    orderName: z.string().max(100),
    name: z.string().max(200),
    withTerms: z.boolean(),
  }),
  /** From a tried order: as it was tried. */
  z.object({
    intent: z.literal('keep'),
    orderGid: OrderGid,
    name: z.string().max(200),
    withTerms: z.boolean(),
    reason: z.string().max(64).nullable(),
    outcome: Outcome.nullable(),
    at: z.iso.datetime().nullable(),
    expects: z.int().nullable(),
  }),
  z.object({ intent: z.literal('accept'), id: PolicyExampleId }),
  z.object({ intent: z.literal('remove'), id: PolicyExampleId }),
])

/** Saves, accepts or removes a golden example of the policy. */
export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const change = await readCommand(request, Change)
  const error = await changed(ctx, change)
  if (error === null) return answerCommand(done(doneWords[change.intent]))
  return answerCommand(no(error.kind === 'forbidden' ? 403 : 200, wordsOf(error)))
}

type ChangeError = SavePolicyExampleError | AcceptPolicyExampleError

async function changed(ctx: ShopContext, change: z.infer<typeof Change>): Promise<ChangeError | null> {
  const { intent } = change
  const result =
    intent === 'save'
      ? await savePolicyExample(ctx, { ...change, order: { name: change.orderName } })
      : intent === 'keep'
        ? await keepTried(ctx, change)
        : intent === 'accept'
          ? await acceptPolicyExample(ctx, change)
          : await removePolicyExample(ctx, change)
  return result.ok ? null : result.error
}

type Kept = Extract<z.infer<typeof Change>, { intent: 'keep' }>

function keepTried(ctx: ShopContext, { reason, outcome, at, expects, ...change }: Kept) {
  return savePolicyExample(ctx, {
    ...change,
    order: { gid: change.orderGid },
    request: { ...(reason === null ? {} : { reason }), ...(outcome === null ? {} : { outcome }) },
    ...(at === null ? {} : { at }),
    ...(expects === null ? {} : { expects }),
  })
}

const doneWords = {
  save: 'Example saved',
  keep: 'Kept as an example',
  accept: 'New result accepted',
  remove: 'Example removed',
} as const

function wordsOf(error: ChangeError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'not_found':
      return 'We could not find that order. Check its number.'
    case 'too_many':
      return `There are ${error.most} examples already. Remove one first.`
    case 'shopify_unreachable':
      return 'Shopify did not answer. Try again in a moment.'
  }
}

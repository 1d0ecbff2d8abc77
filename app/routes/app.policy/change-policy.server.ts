import { z } from 'zod'
import { sayForbidden } from '#app/components/role-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { PolicyApprovalId } from '#app/db/policy-approval.server.ts'
import { formatInstant, instantAt } from '#app/domain/dates.ts'
import type { Result } from '#app/domain/result.ts'
import { askToPublish, takeBackPublication } from '#app/use-cases/ask-to-publish.server.ts'
import { grantPublication, refusePublication } from '#app/use-cases/decide-publication.server.ts'
import type { PublicationInput } from '#app/use-cases/prepare-publication.server.ts'
import { publishPolicy } from '#app/use-cases/publish-policy.server.ts'
import {
  discardPolicyDraft,
  type PolicyProblem,
  savePolicyDraft,
} from '#app/use-cases/save-policy-draft.server.ts'
import { changePolicySettings } from '#app/use-cases/save-policy-settings.server.ts'
import { withdrawVersion } from '#app/use-cases/withdraw-policy-version.server.ts'
import { type ChangeError, sayChangeError } from './change-words.ts'

const publication = {
  note: z.string().max(1000),
  seen: z.string().max(100),
  /** In the shop's zone; null: at once. */
  from: z
    .object({ day: z.iso.date(), time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) })
    .nullable()
    .default(null),
  /** The version that is published anew; null: the draft. */
  restores: z.int().nullable().default(null),
} as const
const approval = { id: PolicyApprovalId, policyHash: z.string().max(100) } as const

const Change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('save'), policy: z.unknown(), seen: z.string().max(100) }),
  z.object({ intent: z.literal('discard'), seen: z.string().max(100) }),
  z.object({ intent: z.literal('publish'), ...publication }),
  z.object({ intent: z.literal('ask'), ...publication }),
  z.object({ intent: z.literal('take_back'), id: PolicyApprovalId }),
  z.object({ intent: z.literal('grant'), ...approval }),
  z.object({ intent: z.literal('refuse'), ...approval, answer: z.string().max(1000) }),
  z.object({ intent: z.literal('withdraw'), number: z.int() }),
  z.object({ intent: z.literal('settings'), secondPerson: z.boolean() }),
])
type Change = z.infer<typeof Change>
export type PolicyIntent = Change['intent']

export type PolicyChanged =
  | {
      readonly ok: true
      readonly intent: PolicyIntent
      readonly message: string
      /** Of a save: what its author looks at now, and the time of day in the shop's zone. */
      readonly saved?: { readonly stamp: string; readonly at: string; readonly tookBackApproval: boolean }
    }
  | {
      readonly ok: false
      readonly intent: PolicyIntent
      readonly status: 200 | 403
      readonly message: string
      /** Somebody else changed what was looked at. */
      readonly isConflict: boolean
      readonly problems: readonly PolicyProblem[]
    }

/** Whatever is done with the policy from its pages. Throws a 400 for what no form of ours can send. */
export async function changePolicy(ctx: ShopContext, posted: unknown): Promise<PolicyChanged> {
  const change = Change.safeParse(posted)
  if (!change.success) throw new Response('The form is not complete.', { status: 400 })
  const { intent } = change.data
  const done = await perform(ctx, change.data)
  if (done.ok) return { ok: true, intent, ...done.value }
  const { error } = done
  return {
    ok: false,
    intent,
    status: error.kind === 'forbidden' ? 403 : 200,
    message: error.kind === 'forbidden' ? sayForbidden(error) : sayChangeError(error, intent),
    isConflict: error.kind === 'changed_since',
    problems: error.kind === 'invalid_policy' ? error.problems : [],
  }
}

type Done = Omit<Extract<PolicyChanged, { ok: true }>, 'ok' | 'intent'>

async function perform(ctx: ShopContext, change: Change): Promise<Result<Done, ChangeError>> {
  switch (change.intent) {
    case 'save':
      return save(ctx, change)
    case 'discard':
      return said(await discardPolicyDraft(ctx, change), () => 'Draft discarded')
    case 'publish':
      return said(await publishPolicy(ctx, publicationOf(ctx, change)), ({ number }) =>
        change.from === null ? `Version ${number} published` : `Version ${number} is set`,
      )
    case 'ask':
      return said(await askToPublish(ctx, publicationOf(ctx, change)), () => 'A second person is asked')
    case 'take_back':
      return said(await takeBackPublication(ctx, change), () => 'Taken back')
    case 'grant':
      return said(await grantPublication(ctx, change), ({ number }) => `Version ${number} published`)
    case 'refuse':
      return said(await refusePublication(ctx, change), () => 'Not published, and they can read why')
    case 'withdraw':
      return said(await withdrawVersion(ctx, change), () => `Version ${change.number} is taken back`)
    case 'settings':
      return said(await changePolicySettings(ctx, change), () => 'Saved')
  }
}

function said<T, E>(result: Result<T, E>, words: (value: T) => string): Result<Done, E> {
  return result.ok ? { ok: true, value: { message: words(result.value) } } : result
}

async function save(
  ctx: ShopContext,
  change: Extract<Change, { intent: 'save' }>,
): Promise<Result<Done, ChangeError>> {
  const result = await savePolicyDraft(ctx, change)
  if (!result.ok) return result
  const { stamp, savedAt, tookBackApproval } = result.value
  const at = timeOfDay(savedAt, ctx.settings.timeZone)
  return { ok: true, value: { message: 'Draft saved', saved: { stamp, at, tookBackApproval } } }
}

function timeOfDay(instant: string, timeZone: string): string {
  // The time comes last: `May 4, 2026, 2:05 PM`.
  return formatInstant(instant, 'en', timeZone).split(', ').at(-1) ?? ''
}

function publicationOf(
  { settings }: ShopContext,
  change: Extract<Change, { intent: 'publish' | 'ask' }>,
): PublicationInput {
  const { note, seen, restores, from } = change
  const inForceFrom = from === null ? null : instantAt(from.day, from.time, settings.timeZone)
  return { note, seen, restores, inForceFrom }
}

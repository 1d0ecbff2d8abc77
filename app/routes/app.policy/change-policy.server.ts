import { z } from 'zod'
import { sayForbidden } from '#app/components/role-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import {
  type ExampleFailure,
  publishPolicy,
  type PublishPolicyError,
} from '#app/use-cases/publish-policy.server.ts'
import {
  savePolicyDraft,
  type PolicyProblem,
  type SavePolicyDraftError,
} from '#app/use-cases/save-policy-draft.server.ts'

const Change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('save'), policy: z.unknown(), seen: z.string().max(100) }),
  z.object({ intent: z.literal('publish'), note: z.string().max(1000), seen: z.string().max(100) }),
])

export type PolicyChanged =
  | { readonly ok: true; readonly message: string }
  | {
      readonly ok: false
      readonly status: 200 | 403
      readonly message: string
      readonly problems: readonly PolicyProblem[]
    }

/** Saves the draft or publishes it. Throws a 400 for what no form of ours can send. */
export async function changePolicy(ctx: ShopContext, posted: unknown): Promise<PolicyChanged> {
  const change = Change.safeParse(posted)
  if (!change.success) throw new Response('The form is not complete.', { status: 400 })
  const { seen } = change.data
  if (change.data.intent === 'save') {
    const saved = await savePolicyDraft(ctx, { policy: change.data.policy, seen })
    if (saved.ok) return { ok: true, message: 'Draft saved' }
    return saved.error.kind === 'changed_since' ? notSaved : refused(saved.error)
  }
  const published = await publishPolicy(ctx, { note: change.data.note, seen })
  return published.ok
    ? { ok: true, message: `Version ${published.value.number} published` }
    : refused(published.error)
}

/** The page shows by now what the other person made of it; what was typed still stands in the form. */
const notSaved: PolicyChanged = {
  ok: false,
  status: 200,
  message:
    'Not saved: somebody else has saved or published a policy since you opened this page. Discard shows theirs; Save puts yours in its place.',
  problems: [],
}

const words = {
  no_draft: 'There is no draft to publish.',
  nothing_changed: 'The draft is the same as the version in force. There is nothing to publish.',
  conflict:
    'Not published: somebody else published a version a moment ago. Look at what differs now, then decide.',
  changed_since:
    'Not published: somebody else has changed the draft since you opened this page. It now shows theirs. Look at it, then publish.',
  invalid_policy: 'The policy was not saved. Mend the marked fields.',
} as const

function refused(error: PublishPolicyError | SavePolicyDraftError): PolicyChanged {
  if (error.kind === 'forbidden')
    return { ok: false, status: 403, message: sayForbidden(error), problems: [] }
  return {
    ok: false,
    status: 200,
    message: error.kind === 'examples_failed' ? failedWords(error.failures) : words[error.kind],
    problems: error.kind === 'invalid_policy' ? error.problems : [],
  }
}

/** The page names beside each example what came out otherwise. */
function failedWords(failures: readonly ExampleFailure[]): string {
  const names = new Intl.ListFormat('en').format(failures.map(({ name }) => `“${name}”`))
  return failures.length === 1
    ? `Not published: the example ${names} comes out otherwise. Change the draft, or accept the new result under Examples.`
    : `Not published: the examples ${names} come out otherwise. Change the draft, or accept the new results under Examples.`
}

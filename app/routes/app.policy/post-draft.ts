import type { Policy } from '#app/domain/policy/policy.ts'
import type { PolicyChanged } from './change-policy.server.ts'

/** What became of a save. */
export type DraftPosted =
  | {
      readonly kind: 'saved'
      readonly stamp: string
      readonly at: string
      readonly tookBackApproval: boolean
    }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'failed'; readonly message: string }

const unreachable: DraftPosted = {
  kind: 'failed',
  message: 'Not saved: the app did not answer. What you typed is still here; save it again.',
}

/**
 * Stores the draft. Not by a fetcher of the router: where the network fails, that one would replace the page, and what was typed
 * with it. The request outlives the page. App Bridge adds the session token to `fetch`.
 */
export async function postDraft(draft: {
  readonly policy: Policy
  readonly seen: string
}): Promise<DraftPosted> {
  try {
    const response = await fetch('/app/policy/draft', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ intent: 'save', ...draft }),
      // Browsers take 64 KB along when the page goes; a longer policy is sent in the usual way.
      keepalive: JSON.stringify(draft.policy).length < 50_000,
    })
    if (!response.ok && response.status !== 403) return unreachable
    // The answer of our own route.
    const answer = (await response.json()) as PolicyChanged
    if (answer.ok) return answer.saved === undefined ? unreachable : { kind: 'saved', ...answer.saved }
    if (answer.isConflict) return { kind: 'conflict' }
    return answer.problems.length > 0 ? { kind: 'incomplete' } : { kind: 'failed', message: answer.message }
  } catch {
    return unreachable
  }
}

import type { ReturnStatus } from '#app/domain/return.ts'
import type { Forbidden } from '#app/domain/roles.ts'

/**
 * Why a staff command on a return did not happen. `not_allowed` names the status that forbids it; `conflict` means that
 * somebody else changed the return in the meantime (`by` is a name where it is known); `shopify_refused` carries Shopify's own words.
 */
export type ReturnCommandError =
  | Forbidden
  | { readonly kind: 'not_found' }
  | { readonly kind: 'not_allowed'; readonly status: ReturnStatus }
  | { readonly kind: 'conflict'; readonly by: string | null }

/** What a staff command answers: where the return stands now, and whether Shopify has it already or a job goes on trying. */
export type ReturnCommandDone = {
  readonly status: ReturnStatus
  readonly shopify: 'done' | 'going_on'
}

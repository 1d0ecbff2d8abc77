import type { LeafKind } from '#app/domain/policy/conditions/index.ts'
import type { Question } from '#app/domain/policy/policy.ts'
import type { Problems } from './fields.tsx'
import type { Suggestion } from './suggested-list-field.tsx'

/** A reason to choose: an id of the policy's tree or one of Shopify's handles. */
export type ReasonChoice = { readonly handle: string; readonly name: string }

/** What the fields of rules and terms may offer, and what is wrong with what they hold. */
export type EditorContext = {
  readonly problems: Problems
  /** The shop's own currency. */
  readonly currency: string
  readonly reasons: readonly ReasonChoice[]
  readonly questions: readonly Question[]
  /** Words that the shop has, by the condition that may name them. */
  readonly suggestions: Readonly<Partial<Record<LeafKind, readonly Suggestion[]>>>
  /** Where goods may be sent. */
  readonly locations: readonly { readonly gid: string; readonly name: string }[]
}

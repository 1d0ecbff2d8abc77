import type { Problems } from '#app/components/policy/fields.tsx'
import type { ReasonChoice } from '#app/components/policy/leaf-fields.tsx'
import type { Policy } from '#app/domain/policy/policy.ts'
import type { Translator } from '#app/i18n/translator.ts'

/** What the parts of the editor share: the policy being edited and how to change it. */
export type PolicyEditor = {
  readonly policy: Policy
  readonly problems: Problems
  readonly currency: string
  readonly reasons: readonly ReasonChoice[]
  readonly translator: Translator
  readonly onChange: (policy: Policy) => void
}

import type { EditorContext } from '#app/components/policy/editor-context.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import type { Translator } from '#app/i18n/translator.ts'

/** What the parts of the editor share: the policy being edited and how to change it. */
export type PolicyEditor = {
  readonly policy: Policy
  readonly editor: EditorContext
  readonly translator: Translator
  readonly onChange: (policy: Policy) => void
}

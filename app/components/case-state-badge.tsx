import { Badge } from '@shopify/polaris'
import type { CaseState } from '#app/domain/case.ts'

const tones = { open: 'attention', answered: 'info', closed: undefined } as const

/** Where a case stands, in a word. */
export function CaseStateBadge({ state, label }: { readonly state: CaseState; readonly label: string }) {
  const tone = tones[state]
  return <Badge {...(tone === undefined ? {} : { tone })}>{label}</Badge>
}

import { useFetcher } from '@remix-run/react'
import { postJson } from '#app/components/post-json.ts'
import type { action } from '../app.returns.$id_.preview.ts'

/** Asks what a money action would do, by the code that does it. The page's own data stays as it is. */
export function usePreview(returnId: string) {
  const fetcher = useFetcher<typeof action>()
  return {
    ask: (question: object) => postJson(fetcher, question, `/app/returns/${returnId}/preview`),
    isBusy: fetcher.state !== 'idle',
    /** The last answer, also while the next one is asked for. */
    answer: fetcher.data ?? null,
  }
}

import { useFetcher } from '@remix-run/react'
import type { action } from '../app.returns.$id_.preview.ts'

/** Asks what a money action would do, by the code that does it. The page's own data stays as it is. */
export function usePreview(returnId: string) {
  const fetcher = useFetcher<typeof action>()
  return {
    ask: (question: object) => {
      // The question is plain JSON; the router's own type of JSON has no readonly arrays.
      fetcher.submit(question as Parameters<typeof fetcher.submit>[0], {
        method: 'post',
        encType: 'application/json',
        action: `/app/returns/${returnId}/preview`,
      })
    },
    isBusy: fetcher.state !== 'idle',
    /** The last answer, also while the next one is asked for. */
    answer: fetcher.data ?? null,
  }
}

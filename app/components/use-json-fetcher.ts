import { useFetcher } from '@remix-run/react'

/**
 * Posts JSON to an action without leaving the page. `Answer` is what that action answers with.
 *
 * @param action - the address of the action; the route's own without it
 */
export function useJsonFetcher<Answer, Posted extends object = object>(action?: string) {
  const fetcher = useFetcher()
  return {
    post: (posted: Posted) => {
      // What is posted is plain JSON; the router's own type of JSON has neither readonly arrays nor optional parts.
      fetcher.submit(posted as Parameters<typeof fetcher.submit>[0], {
        method: 'post',
        encType: 'application/json',
        ...(action === undefined ? {} : { action }),
      })
    },
    isBusy: fetcher.state !== 'idle',
    /** What is being sent, while it is. */
    posted: fetcher.json as unknown,
    /** The last answer, also while the next post is under way. The caller names the type of the action that it posts to. */
    answer: (fetcher.data ?? null) as Answer | null,
  }
}

import type { FetcherWithComponents } from '@remix-run/react'

/** Posts JSON to an action without leaving the page: to the route's own, or to the one at `action`. */
export function postJson(
  fetcher: Pick<FetcherWithComponents<unknown>, 'submit'>,
  posted: object,
  action?: string,
): void {
  const encType = 'application/json'
  fetcher.submit(JSON.stringify(posted), {
    method: 'post',
    encType,
    ...(action === undefined ? {} : { action }),
  })
}

import { Agent, getGlobalDispatcher, setGlobalDispatcher, type Dispatcher } from 'undici'

/** Leads every request of `fetch` to `*.myshopify.com` to the dev store, as its preload does for the app's process. Answers how to undo it. */
export function redirectShopify(base: string): () => Promise<void> {
  const { origin } = new URL(base)
  const before = getGlobalDispatcher()
  const agent = new Agent()
  const redirect: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    const host = new URL(String(options.origin)).hostname
    if (!host.endsWith('.myshopify.com')) return dispatch(options, handler)
    // fetch hands its headers over as an object of names and values.
    const headers = { ...(options.headers as Record<string, string>), 'x-forwarded-host': host }
    return dispatch({ ...options, origin, headers }, handler)
  }
  setGlobalDispatcher(agent.compose(redirect))
  return async () => {
    setGlobalDispatcher(before)
    await agent.close()
  }
}

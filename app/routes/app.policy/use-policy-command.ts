import { useAppBridge } from '@shopify/app-bridge-react'
import { useFetcher } from '@remix-run/react'
import { useEffect, useState } from 'react'
import type { PolicyChanged } from './change-policy.server.ts'

/** Publishes, decides and the like; a quiet success is a toast, what went wrong stays until the next try. */
export function usePolicyCommand() {
  const fetcher = useFetcher<PolicyChanged>()
  const shopify = useAppBridge()
  const [forgotten, setForgotten] = useState<PolicyChanged | undefined>(undefined)
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show(fetcher.data.message)
  }, [fetcher.data, shopify])
  const failed =
    fetcher.data?.ok === false && fetcher.data !== forgotten && fetcher.state === 'idle' ? fetcher.data : null
  return {
    run: (posted: object) => {
      // What is posted is plain JSON; the router's own type of JSON has no optional parts.
      fetcher.submit(posted as Parameters<typeof fetcher.submit>[0], {
        method: 'post',
        action: '/app/policy',
        encType: 'application/json',
      })
    },
    forget: () => setForgotten(fetcher.data),
    isBusy: fetcher.state !== 'idle',
    done: fetcher.data?.ok === true && fetcher.state === 'idle' ? fetcher.data : null,
    failure: failed?.message ?? null,
  }
}

import { Await } from '@remix-run/react'
import { SkeletonBodyText } from '@shopify/polaris'
import { type ReactNode, Suspense, useSyncExternalStore } from 'react'

/**
 * What a loader answers later than the page: so many lines stand in its place until then. Null: nothing was asked. It is drawn in the
 * browser alone: React cannot change what is still streamed to it (its error 421), and the router does at any moment.
 */
export function Streamed<Value>(props: {
  readonly value: Promise<Value> | null
  readonly lines: number
  readonly children: (value: Value | null) => ReactNode
}) {
  const { value, children } = props
  const isHydrated = useSyncExternalStore(neverChanges, inBrowser, onServer)
  if (value === null) return children(null)
  const lines = <SkeletonBodyText lines={props.lines} />
  if (!isHydrated) return lines
  return (
    <Suspense fallback={lines}>
      <Await resolve={value}>{children}</Await>
    </Suspense>
  )
}

const neverChanges = () => () => undefined
const inBrowser = () => true
const onServer = () => false

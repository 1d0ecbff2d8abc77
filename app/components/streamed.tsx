import { Await } from '@remix-run/react'
import { SkeletonBodyText } from '@shopify/polaris'
import { type ReactNode, Suspense } from 'react'

/** What a loader answers later than the page: so many lines stand in its place until then. Null: nothing was asked. */
export function Streamed<Value>(props: {
  readonly value: Promise<Value> | null
  readonly lines: number
  readonly children: (value: Value | null) => ReactNode
}) {
  return (
    <Suspense fallback={<SkeletonBodyText lines={props.lines} />}>
      <Await resolve={props.value}>{props.children}</Await>
    </Suspense>
  )
}

import { Banner, type BannerHandles } from '@shopify/polaris'
import { useEffect, useRef } from 'react'
import type { CommandRunner } from './use-command.ts'

/** Above what a page does: what was in the way of the last command, and why who looks may not give one. */
export function CommandBanners({
  command,
  blocked = null,
}: {
  readonly command: Pick<CommandRunner, 'failure'>
  /** Null where who looks may. */
  readonly blocked?: string | null
}) {
  return (
    <>
      {command.failure === null ? null : <Failure title={command.failure} />}
      {blocked === null ? null : (
        <Banner>
          <p>{blocked}</p>
        </Banner>
      )}
    </>
  )
}

/** Takes the focus, wherever the command was given: a long page may show it far above, and some do not see it. */
function Failure({ title }: { readonly title: string }) {
  const banner = useRef<BannerHandles>(null)
  useEffect(() => banner.current?.focus(), [title])
  return <Banner ref={banner} tone="critical" title={title} />
}

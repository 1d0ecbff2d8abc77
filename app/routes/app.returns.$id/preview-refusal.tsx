import { Banner } from '@shopify/polaris'

/** Why the last preview was refused; nothing while the next one is asked for. */
export function PreviewRefusal({
  answer,
  isBusy,
}: {
  readonly answer: { readonly ok: boolean; readonly message?: string | null } | null
  readonly isBusy: boolean
}) {
  if (answer?.ok !== false || isBusy) return null
  return (
    <Banner tone="critical">
      <p>{answer.message}</p>
    </Banner>
  )
}

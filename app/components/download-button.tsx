import { useAppBridge } from '@shopify/app-bridge-react'
import { BlockStack, Box, Button, InlineError } from '@shopify/polaris'
import { useId, useState } from 'react'

/** Saves a file of the app. A link could not carry the session token: the file is fetched, then saved. */
export function DownloadButton(props: {
  readonly label: string
  readonly url: string
  /** The name it is saved under. */
  readonly file: string
  readonly toast: string
  readonly problem: string
  readonly isDisabled: boolean
}) {
  const { label, url, file, toast, problem, isDisabled } = props
  const shopify = useAppBridge()
  const id = useId()
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const download = async () => {
    setState('loading')
    const response = await fetch(url)
    if (!response.ok) {
      setState('failed')
      return
    }
    save(await response.blob(), file)
    setState('idle')
    shopify.toast.show(toast)
  }
  return (
    <BlockStack gap="100">
      <Box>
        <Button
          disabled={isDisabled}
          loading={state === 'loading'}
          onClick={() => {
            download().catch(() => setState('failed'))
          }}
        >
          {label}
        </Button>
      </Box>
      {state === 'failed' ? <InlineError fieldID={id} message={problem} /> : null}
    </BlockStack>
  )
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

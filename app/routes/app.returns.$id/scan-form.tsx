import { BlockStack, Button, FormLayout, InlineStack, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { ConfirmModal } from '#app/components/confirm-modal.tsx'
import type { ReturnCommands } from './route.tsx'
import { PreviewRefusal } from './preview-refusal.tsx'
import { usePreview } from './use-preview.ts'

/** The carrier has the parcel: what is written down, and what the policy then pays, is said before it is done. */
export function ScanForm(props: {
  readonly returnId: string
  readonly buyer: string
  /** What the buyer said, to begin with. */
  readonly tracking: { readonly carrier: string; readonly code: string } | null
  readonly command: ReturnCommands
}) {
  const { returnId, buyer, tracking, command } = props
  const preview = usePreview(returnId)
  const [carrier, setCarrier] = useState(tracking?.carrier ?? '')
  const [code, setCode] = useState(tracking?.code ?? '')
  const [isAsking, setIsAsking] = useState(false)
  const answer = preview.answer?.intent === 'scan' ? preview.answer : null
  const seen = answer?.ok === true ? answer : null
  const hide = () => setIsAsking(false)
  return (
    <BlockStack gap="300">
      <FormLayout>
        <TextField label="Carrier" value={carrier} onChange={setCarrier} maxLength={100} autoComplete="off" />
        <TextField
          label="Tracking number"
          value={code}
          onChange={setCode}
          maxLength={100}
          autoComplete="off"
        />
      </FormLayout>
      <PreviewRefusal answer={answer} isBusy={preview.isBusy} />
      <InlineStack>
        <Button
          disabled={command.blocked !== null}
          loading={preview.isBusy || command.isBusy}
          onClick={() => {
            preview.ask({ intent: 'scan' })
            setIsAsking(true)
          }}
        >
          Mark scanned
        </Button>
      </InlineStack>
      <ConfirmModal
        id="parcel-scanned"
        isOpen={isAsking && seen !== null && !preview.isBusy}
        title={seen?.does ? `${upperFirst(seen.does)} now?` : 'Mark the parcel as scanned?'}
        confirm={seen?.does ? `Mark scanned, ${seen.does}` : 'Mark scanned'}
        keep="Not now"
        isCritical={false}
        onHide={hide}
        onConfirm={() => {
          hide()
          command.run({ intent: 'scan', carrier, code })
        }}
      >
        {seen?.does
          ? `The policy pays on the first scan: for ${buyer}, ${seen.does}, before the goods are here, and it counts as yours. This cannot be undone.`
          : `No money moves now: ${seen?.text ?? ''}.`}
      </ConfirmModal>
    </BlockStack>
  )
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

import { SaveBar } from '@shopify/app-bridge-react'

type Props = {
  readonly id: string
  readonly isDirty: boolean
  readonly isSaving: boolean
  readonly onSave: () => void
  readonly onDiscard: () => void
}

/** The admin's save bar: there while something is not saved, and it guards against leaving. */
export function FormSaveBar({ id, isDirty, isSaving, onSave, onDiscard }: Props) {
  return (
    <SaveBar id={id} open={isDirty} discardConfirmation>
      <button variant="primary" onClick={onSave} {...(isSaving ? { loading: '' } : {})}>
        Save
      </button>
      <button onClick={onDiscard} disabled={isSaving}>
        Discard
      </button>
    </SaveBar>
  )
}

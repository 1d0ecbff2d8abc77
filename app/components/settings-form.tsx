import { BlockStack } from '@shopify/polaris'
import type { ReactNode } from 'react'
import { CommandBanners } from './command-banners.tsx'
import { FormSaveBar } from './form-save-bar.tsx'
import type { CommandRunner } from './use-command.ts'

/** A page of settings: the save bar, what went wrong, why who looks may not save, and its sections. */
export function SettingsForm(props: {
  /** Of the save bar. */
  readonly id: string
  readonly isDirty: boolean
  readonly command: Pick<CommandRunner, 'isBusy' | 'failure'>
  /** Null where who looks may save. */
  readonly blocked: string | null
  readonly onSave: () => void
  readonly onDiscard: () => void
  readonly children: ReactNode
}) {
  const { id, isDirty, command, blocked, onSave, onDiscard, children } = props
  return (
    <>
      <FormSaveBar
        id={id}
        isDirty={isDirty}
        isSaving={command.isBusy}
        onSave={onSave}
        onDiscard={onDiscard}
      />
      <BlockStack gap={{ xs: '800', sm: '400' }}>
        <CommandBanners command={command} blocked={blocked} />
        {children}
      </BlockStack>
    </>
  )
}

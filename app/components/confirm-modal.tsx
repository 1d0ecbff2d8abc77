import { Modal, TitleBar } from '@shopify/app-bridge-react'
import { Box, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'

type Props = {
  readonly id: string
  readonly isOpen: boolean
  readonly title: string
  readonly confirm: string
  readonly keep: string
  readonly isCritical: boolean
  readonly onConfirm: () => void
  readonly onHide: () => void
  readonly children: ReactNode
}

/** Asks before money moves or something cannot be undone, with the consequence in figures. */
export function ConfirmModal({
  id,
  isOpen,
  title,
  confirm,
  keep,
  isCritical,
  onConfirm,
  onHide,
  children,
}: Props) {
  return (
    <Modal id={id} open={isOpen} onHide={onHide} variant="small">
      <Box padding="400">
        <Text as="p">{children}</Text>
      </Box>
      <TitleBar title={title}>
        <button variant="primary" {...(isCritical ? { tone: 'critical' as const } : {})} onClick={onConfirm}>
          {confirm}
        </button>
        <button onClick={onHide}>{keep}</button>
      </TitleBar>
    </Modal>
  )
}

import { Button, type ButtonProps } from '@shopify/polaris'
import { type ReactNode, useState } from 'react'
import { ConfirmModal } from './confirm-modal.tsx'

/** A button that asks before it moves money or does what cannot be undone. */
export function ConfirmedButton(props: {
  /** Of the modal. */
  readonly id: string
  readonly label: string
  /** The title of the modal; the button's words as a question without it. */
  readonly question?: string
  /** The modal's button; the same words without it. */
  readonly confirm?: string
  readonly isCritical?: boolean
  readonly look?: Pick<ButtonProps, 'variant' | 'tone'>
  readonly isDisabled: boolean
  readonly isBusy: boolean
  readonly onConfirm: () => void
  /** What comes of it, in figures. */
  readonly children: ReactNode
}) {
  const { id, label, isCritical = false, look, isDisabled, isBusy, onConfirm, children } = props
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <Button {...look} disabled={isDisabled} loading={isBusy} onClick={() => setIsAsking(true)}>
        {label}
      </Button>
      <ConfirmModal
        id={id}
        isOpen={isAsking}
        title={props.question ?? `${label}?`}
        confirm={props.confirm ?? label}
        keep="Not now"
        isCritical={isCritical}
        onHide={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false)
          onConfirm()
        }}
      >
        {children}
      </ConfirmModal>
    </>
  )
}

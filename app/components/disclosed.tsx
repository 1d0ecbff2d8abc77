import { BlockStack, Box, Button } from '@shopify/polaris'
import { type ReactNode, useState } from 'react'

/** Something that is not needed every time: its name opens and closes it. */
export function Disclosed(props: {
  readonly label: string
  /** Asks for what is not read before somebody wants to see it. */
  readonly onOpen?: () => void
  readonly children: ReactNode
}) {
  const { label, onOpen, children } = props
  const [isOpen, setIsOpen] = useState(false)
  const toggle = () => {
    setIsOpen(!isOpen)
    if (!isOpen) onOpen?.()
  }
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Button variant="plain" disclosure={isOpen ? 'up' : 'down'} ariaExpanded={isOpen} onClick={toggle}>
        {label}
      </Button>
      {isOpen ? <Box width="100%">{children}</Box> : null}
    </BlockStack>
  )
}

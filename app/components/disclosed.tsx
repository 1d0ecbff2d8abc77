import { BlockStack, Box, Button } from '@shopify/polaris'
import { type ReactNode, useState } from 'react'

/** Something that is not needed every time: its name opens and closes it. */
export function Disclosed({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Button
        variant="plain"
        disclosure={isOpen ? 'up' : 'down'}
        ariaExpanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label}
      </Button>
      {isOpen ? <Box width="100%">{children}</Box> : null}
    </BlockStack>
  )
}

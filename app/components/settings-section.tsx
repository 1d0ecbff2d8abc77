import { BlockStack, Box, InlineGrid, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'

/** A part of a settings page: what it is about on the left, its cards on the right, one below the other on a phone. */
export function SettingsSection(props: {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}) {
  return (
    <InlineGrid columns={{ xs: '1fr', md: '2fr 5fr' }} gap="400">
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {props.title}
          </Text>
          <Text as="p" tone="subdued">
            {props.text}
          </Text>
        </BlockStack>
      </Box>
      <div>{props.children}</div>
    </InlineGrid>
  )
}

import { BlockStack, Button, Card, Collapsible, Divider, List, Text } from '@shopify/polaris'
import { useId, useState } from 'react'
import type { VersionView } from './policy-page.server.ts'

/** Every published version, newest first. A version never changes. */
export function VersionsCard({ versions }: { readonly versions: readonly VersionView[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Versions
        </Text>
        {versions.map((version, index) => (
          <BlockStack gap="300" key={version.number}>
            {index > 0 ? <Divider /> : null}
            <Version version={version} isInForce={index === 0} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  )
}

function Version({ version, isInForce }: { readonly version: VersionView; readonly isInForce: boolean }) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Text as="h3" variant="headingSm">
        Version {version.number}
        {isInForce ? ' (in force)' : ''}
      </Text>
      <Text as="p" tone="subdued">
        {version.at} · {version.author}
      </Text>
      {version.note ? <Text as="p">{version.note}</Text> : null}
      {version.changes.length > 0 ? (
        <List>
          {version.changes.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      ) : null}
      <Button
        variant="plain"
        disclosure={isOpen ? 'up' : 'down'}
        ariaExpanded={isOpen}
        ariaControls={id}
        accessibilityLabel={`Read version ${version.number}`}
        onClick={() => setIsOpen(!isOpen)}
      >
        Read
      </Button>
      <Collapsible id={id} open={isOpen} transition={false}>
        <BlockStack gap="200">
          {version.sentences.map((sentence, index) => (
            <Text as="p" key={index}>
              {sentence}
            </Text>
          ))}
        </BlockStack>
      </Collapsible>
    </BlockStack>
  )
}

import { Badge, BlockStack, Button, Card, Collapsible, InlineStack, List, Text } from '@shopify/polaris'
import { useId, useState } from 'react'
import type { VersionView } from './history-page.server.ts'

const badges = {
  in_force: { tone: 'success', text: 'In force' },
  later: { tone: 'attention', text: 'Comes later' },
  withdrawn: { tone: 'read-only', text: 'Taken back' },
  past: { tone: 'info', text: 'Earlier' },
} as const satisfies Record<VersionView['state'], { readonly tone: string; readonly text: string }>

type Props = {
  readonly version: VersionView
  readonly mayPublish: boolean
  readonly isBusy: boolean
  readonly onBack: () => void
  readonly onWithdraw: () => void
}

/** One version: who, when, why, what it changed, how many returns it decided, and its whole text on demand. */
export function VersionCard({ version, mayPublish, isBusy, onBack, onWithdraw }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const { number, state } = version
  const badge = badges[state]
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {`Version ${number}`}
            </Text>
            <Badge tone={badge.tone}>{badge.text}</Badge>
          </InlineStack>
          <Text as="p" fontWeight="semibold">
            {sayReturns(version.returns)}
          </Text>
        </InlineStack>
        <BlockStack gap="050">
          {version.facts.map((fact) => (
            <Text as="p" tone="subdued" key={fact}>
              {fact}
            </Text>
          ))}
        </BlockStack>
        {version.note === '' ? null : <Text as="p">{`“${version.note}”`}</Text>}
        {version.changes.length > 0 ? (
          <List>
            {version.changes.map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
        ) : null}
        <InlineStack gap="400" blockAlign="center">
          <Button
            variant="plain"
            disclosure={isOpen ? 'up' : 'down'}
            ariaExpanded={isOpen}
            ariaControls={id}
            accessibilityLabel={`Read version ${number}`}
            onClick={() => setIsOpen(!isOpen)}
          >
            Read
          </Button>
          {mayPublish && state === 'past' && version.back !== null ? (
            <Button
              variant="plain"
              disabled={isBusy}
              accessibilityLabel={`Back to version ${number}`}
              onClick={onBack}
            >
              Back to this version
            </Button>
          ) : null}
          {mayPublish && state === 'later' ? (
            <Button
              variant="plain"
              tone="critical"
              disabled={isBusy}
              accessibilityLabel={`Take back version ${number}`}
              onClick={onWithdraw}
            >
              Take back
            </Button>
          ) : null}
        </InlineStack>
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
    </Card>
  )
}

function sayReturns(count: number): string {
  if (count === 0) return 'Decided no return'
  return count === 1 ? 'Decided 1 return' : `Decided ${count} returns`
}

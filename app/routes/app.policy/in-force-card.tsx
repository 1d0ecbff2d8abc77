import { BlockStack, Button, Card, Checkbox, InlineStack, Text } from '@shopify/polaris'
import { useState } from 'react'
import type { PolicyPageData } from './policy-page.server.ts'

type Props = {
  readonly versions: PolicyPageData['versions']
  readonly secondPerson: boolean
  readonly maySettings: boolean
  readonly isBusy: boolean
  readonly onSecondPerson: (isWanted: boolean) => void
}

/** The version that judges orders now, the one that takes over, and whether publishing takes two people. */
export function InForceCard({ versions, secondPerson, maySettings, isBusy, onSecondPerson }: Props) {
  // Answers at once; what is stored, also by somebody else, comes with the page.
  const [isWanted, setIsWanted] = useState(secondPerson)
  const [stored, setStored] = useState(secondPerson)
  if (stored !== secondPerson) {
    setStored(secondPerson)
    setIsWanted(secondPerson)
  }
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {`Version ${versions.inForce} (in force)`}
          </Text>
          <Text as="p" tone="subdued">
            {`Since ${versions.since} · ${versions.author}`}
          </Text>
          {versions.note === '' ? null : <Text as="p">{versions.note}</Text>}
          {versions.next === null ? null : (
            <Text as="p">{`Version ${versions.next.number} takes over on ${versions.next.from}.`}</Text>
          )}
        </BlockStack>
        <InlineStack>
          <Button variant="plain" url="/app/policy/history">
            Go back to an older one
          </Button>
        </InlineStack>
        <Checkbox
          label="Publishing needs a second person"
          helpText={
            maySettings
              ? 'One asks, another one publishes exactly what was asked for.'
              : 'An admin can change this.'
          }
          checked={isWanted}
          disabled={!maySettings || isBusy}
          onChange={(next) => {
            setIsWanted(next)
            onSecondPerson(next)
          }}
        />
      </BlockStack>
    </Card>
  )
}

import { useFetcher } from '@remix-run/react'
import { BlockStack, Button, Card, Checkbox, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { useCommand } from '#app/components/use-command.ts'
import type { action } from '../app.policy_.examples.ts'
import type { TryAddress } from './try-address.ts'
import type { TriedView } from './try-page.server.ts'

/** Keeps the tried order as an example that must come out the same whenever somebody publishes. One click, no typing needed. */
export function KeepExampleCard({
  tried,
  address,
}: {
  readonly tried: TriedView
  readonly address: TryAddress
}) {
  const { run, isBusy, failure, settled } = useCommand(useFetcher<typeof action>(), '/app/policy/examples')
  const [name, setName] = useState('')
  const [withTerms, setWithTerms] = useState(false)
  const keep = (expects: number | null) => {
    const { reason, outcome } = address
    run({ intent: 'keep', orderGid: tried.id, name, withTerms, reason, outcome, at: tried.at, expects })
  }
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Keep as an example
          </Text>
          <Text as="p" tone="subdued">
            Publishing waits until it comes out like this. The buyer’s name and contacts are left out.
          </Text>
        </BlockStack>
        <TextField
          label="What it shows"
          value={name}
          onChange={setName}
          maxLength={120}
          autoComplete="off"
          placeholder={tried.name}
          {...(failure === null ? {} : { error: failure })}
        />
        <Checkbox
          label="Keep fees and all other terms too"
          helpText="Else the decision and the last day of every item."
          checked={withTerms}
          onChange={setWithTerms}
        />
        <InlineStack gap="200">
          {tried.hasDraft ? (
            <Button variant="primary" loading={isBusy} onClick={() => keep(null)}>
              Keep the draft’s result
            </Button>
          ) : null}
          <Button loading={isBusy} onClick={() => keep(tried.publishedNumber)}>
            {`Keep the result of version ${tried.publishedNumber}`}
          </Button>
        </InlineStack>
        {settled?.ok === true ? (
          <Text as="p" tone="success">
            Kept. It stands under Examples on the policy page.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  )
}

import { useFetcher } from '@remix-run/react'
import { BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useEffect, useState } from 'react'
import { useCommand } from '#app/components/use-command.ts'
import type { action } from '../app.policy_.watch-list.ts'

/** A buyer as the list shows them. */
export type WatchedView = { readonly buyer: string; readonly note: string; readonly since: string }

/** Buyers whom the condition “On the watch list” holds for: the list alone decides nothing. */
export function WatchListCard({ buyers }: { readonly buyers: readonly WatchedView[] }) {
  const { run, isBusy, failure, settled } = useCommand(useFetcher<typeof action>(), '/app/policy/watch-list')
  const [buyer, setBuyer] = useState('')
  const [note, setNote] = useState('')
  useEffect(() => {
    if (settled?.ok !== true) return
    setBuyer('')
    setNote('')
  }, [settled])
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Watch list
          </Text>
          <Text as="p" tone="subdued">
            Buyers that a rule can ask for with “On the watch list”. The list alone decides nothing.
          </Text>
        </BlockStack>
        {buyers.map((one) => (
          <InlineStack key={one.buyer} align="space-between" blockAlign="center" gap="200">
            <BlockStack gap="050">
              <Text as="p" breakWord>
                {nameOf(one.buyer)}
              </Text>
              <Text as="p" tone="subdued" breakWord>
                {one.note === '' ? one.since : `${one.note} · ${one.since}`}
              </Text>
            </BlockStack>
            <Button
              variant="plain"
              tone="critical"
              disabled={isBusy}
              accessibilityLabel={`Take ${nameOf(one.buyer)} off the list`}
              onClick={() => run({ intent: 'remove', buyer: one.buyer })}
            >
              Remove
            </Button>
          </InlineStack>
        ))}
        <TextField
          label="Buyer"
          value={buyer}
          maxLength={500}
          autoComplete="off"
          helpText="An e-mail address, or the address of the customer’s page in Shopify."
          onChange={setBuyer}
          {...(failure === null ? {} : { error: failure })}
        />
        <TextField label="Why" value={note} maxLength={200} autoComplete="off" onChange={setNote} />
        <InlineStack>
          <Button
            disabled={buyer.trim() === ''}
            loading={isBusy}
            onClick={() => run({ intent: 'add', buyer, note })}
          >
            Add to the list
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  )
}

function nameOf(buyer: string): string {
  return buyer.replace('gid://shopify/Customer/', 'Customer ')
}

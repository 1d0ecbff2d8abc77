import {
  BlockStack,
  Button,
  Card,
  Divider,
  InlineGrid,
  InlineStack,
  Link,
  Text,
  TextField,
} from '@shopify/polaris'
import { useState } from 'react'
import type { CommandRunner } from '#app/components/use-command.ts'
import type { DifferenceView } from './money-page.server.ts'
import type { MoneyCommand } from './perform.server.ts'

type Props = {
  readonly differences: readonly DifferenceView[]
  readonly mayResolve: boolean
  readonly command: CommandRunner<MoneyCommand>
}

/** What differs between the ledger and Shopify, one after the other, each with what to do about it. */
export function DifferencesCard({ differences, ...rest }: Props) {
  if (differences.length === 0) return null
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          What differs
        </Text>
        {differences.map((difference, index) => (
          <BlockStack gap="400" key={`${difference.orderGid} ${difference.key}`}>
            {index > 0 ? <Divider /> : null}
            <OneDifference difference={difference} {...rest} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  )
}

function OneDifference(props: Omit<Props, 'differences'> & { readonly difference: DifferenceView }) {
  const { difference, mayResolve, command } = props
  const [isAccepting, setIsAccepting] = useState(false)
  const { orderGid, orderName } = difference
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <Text as="h3" variant="headingSm">
            {orderName}: {difference.title}
          </Text>
          <Text as="span" numeric fontWeight="semibold">
            {difference.amountText}
          </Text>
        </InlineStack>
        <Text as="p">{difference.what}</Text>
        <Text as="p" tone="subdued">
          {difference.todo}
        </Text>
      </BlockStack>
      <InlineGrid columns={{ xs: 2, md: 4 }} gap="200">
        <Fact label="In the ledger" value={difference.inLedger} />
        <Fact label="In Shopify" value={difference.inShopify} />
        <Fact label="Found" value={difference.since} />
        <BlockStack gap="100" inlineAlign="start">
          <Link url={difference.orderUrl} target="_top">
            Order in Shopify
          </Link>
          {difference.returnUrl === null ? null : <Link url={difference.returnUrl}>Return</Link>}
        </BlockStack>
      </InlineGrid>
      {mayResolve && !isAccepting ? (
        <InlineStack gap="200">
          <Button disabled={command.isBusy} onClick={() => command.run({ intent: 'check', orderGid })}>
            Check again
          </Button>
          <Button disabled={command.isBusy} onClick={() => setIsAccepting(true)}>
            Accept…
          </Button>
        </InlineStack>
      ) : null}
      {isAccepting ? <AcceptForm {...props} onCancel={() => setIsAccepting(false)} /> : null}
    </BlockStack>
  )
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <BlockStack>
      <Text as="span" tone="subdued" variant="bodySm">
        {label}
      </Text>
      <Text as="span" numeric>
        {value}
      </Text>
    </BlockStack>
  )
}

function AcceptForm(
  props: Omit<Props, 'differences'> & { readonly difference: DifferenceView; readonly onCancel: () => void },
) {
  const { difference, command, onCancel } = props
  const [reason, setReason] = useState('')
  const { orderGid, key, amount, amountText } = difference
  return (
    <BlockStack gap="200">
      <TextField
        label="What you found"
        value={reason}
        onChange={setReason}
        autoComplete="off"
        multiline={2}
        maxLength={500}
        helpText="It stays in the ledger with your name. Accepting moves no money."
        error={command.problems.reason ?? false}
      />
      <InlineStack gap="200">
        <Button
          variant="primary"
          loading={command.isBusy}
          onClick={() => command.run({ intent: 'accept', orderGid, key, amount, reason })}
        >
          {`Accept ${amountText}`}
        </Button>
        <Button disabled={command.isBusy} onClick={onCancel}>
          Cancel
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

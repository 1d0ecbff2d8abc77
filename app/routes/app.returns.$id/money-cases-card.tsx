import { BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { MoneyCases } from './money-cases.ts'
import type { CommandRunner } from './route.tsx'

type Props = { readonly cases: MoneyCases; readonly command: CommandRunner }

/** Fees, goods that are kept, and payments that went wrong: what staff decide beside the plain refund. */
export function MoneyCasesCard({ cases, command }: Props) {
  const hasAny =
    cases.fees !== null || cases.mayKeepItems || cases.unknown.length > 0 || cases.failed !== null
  if (!hasAny) return null
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Exceptions
        </Text>
        {cases.unknown.map((one) => (
          <Unknown key={one.intentId} one={one} command={command} />
        ))}
        {cases.failed ? <Failed failed={cases.failed} command={command} /> : null}
        {cases.fees ? <Fees fees={cases.fees} command={command} /> : null}
        {cases.mayKeepItems ? <Keep command={command} /> : null}
      </BlockStack>
    </Card>
  )
}

function Unknown({
  one,
  command,
}: {
  readonly one: MoneyCases['unknown'][number]
  readonly command: CommandRunner
}) {
  const decide = (decision: 'send_again' | 'give_up') =>
    command.run({ intent: 'resolve', intentId: one.intentId, decision })
  const isOff = command.isBusy || command.payBlocked !== null
  return (
    <BlockStack gap="200">
      <Text as="p">
        Shopify gave no answer about {one.text}, and nothing of it is there. Look in Shopify first: what is
        sent again is paid again if the first request arrives late.
      </Text>
      <InlineStack gap="200">
        <Button disabled={isOff} onClick={() => decide('send_again')}>
          Send again
        </Button>
        <Button disabled={isOff} onClick={() => decide('give_up')}>
          Give it up
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

function Failed({
  failed,
  command,
}: {
  readonly failed: NonNullable<MoneyCases['failed']>
  readonly command: CommandRunner
}) {
  const pay = (method: 'original_payment' | 'store_credit') =>
    command.run({
      intent: 'pay_again',
      method,
      amount: failed.amount,
      requestKey: failed.requestKey,
    })
  const isOff = command.isBusy || command.payBlocked !== null
  return (
    <BlockStack gap="200">
      <Text as="p">The payment provider did not pay {failed.text}. The buyer is still owed it.</Text>
      <InlineStack gap="200">
        <Button disabled={isOff} onClick={() => pay('original_payment')}>
          Pay again
        </Button>
        <Button disabled={isOff} onClick={() => pay('store_credit')}>
          Pay as store credit
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

function Fees({
  fees,
  command,
}: {
  readonly fees: NonNullable<MoneyCases['fees']>
  readonly command: CommandRunner
}) {
  const [reason, setReason] = useState('')
  if (fees.why !== null) {
    return (
      <Text as="p" tone="subdued">
        Fees of {fees.amount} cannot be changed any more. {fees.why}
      </Text>
    )
  }
  return (
    <BlockStack gap="200">
      <TextField
        label={`Waive all fees (${fees.amount})`}
        placeholder="Why"
        value={reason}
        onChange={setReason}
        autoComplete="off"
        maxLength={500}
        helpText="Shopify makes the return anew without fees; the case stays the same."
      />
      <InlineStack>
        <Button
          disabled={command.isBusy || command.blocked !== null || reason.trim() === ''}
          onClick={() => command.run({ intent: 'waive_fees', reason })}
        >
          Waive fees
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

function Keep({ command }: { readonly command: CommandRunner }) {
  const [reason, setReason] = useState('')
  return (
    <BlockStack gap="200">
      <TextField
        label="Let the buyer keep the items"
        placeholder="Why"
        value={reason}
        onChange={setReason}
        autoComplete="off"
        maxLength={500}
        helpText="No parcel is waited for. Paying is the next step, as always."
      />
      <InlineStack>
        <Button
          disabled={command.isBusy || command.blocked !== null}
          onClick={() => command.run({ intent: 'keep_items', reason })}
        >
          Buyer keeps the items
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

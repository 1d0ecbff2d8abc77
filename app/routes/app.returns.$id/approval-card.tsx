import { BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { ConfirmModal } from '#app/components/confirm-modal.tsx'
import { Receipt } from '#app/components/receipt.tsx'
import type { WaitingPayment } from './payment-rights.server.ts'
import type { ReturnCommands } from './route.tsx'

/** A payment that waits for a second person: what would be paid, who asked, and the decision for who may make it. */
export function ApprovalCard(props: {
  readonly waiting: WaitingPayment
  readonly buyer: string
  readonly command: ReturnCommands
}) {
  const { waiting, command } = props
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {waiting.amount} waits for a second person
          </Text>
          <Text as="p">
            {waiting.askedBy} asked {waiting.ago} to {verbOf(waiting)}. {waiting.because}
          </Text>
        </BlockStack>
        {waiting.about ? <Text as="p">{waiting.about}</Text> : null}
        <Receipt rows={waiting.rows} label="Receipt of the payment that waits" />
        {(waiting.cannotDecide ?? waiting.cannotPay) ? (
          <Text as="p" tone="subdued">
            {waiting.cannotDecide ?? waiting.cannotPay}
          </Text>
        ) : null}
        {waiting.isOwn ? (
          <InlineStack>
            <Button
              loading={command.isBusy}
              onClick={() => command.run({ intent: 'withdraw', approvalId: waiting.id })}
            >
              Take back the request
            </Button>
          </InlineStack>
        ) : (
          <Decision {...props} />
        )}
      </BlockStack>
    </Card>
  )
}

function Decision({ waiting, buyer, command }: Parameters<typeof ApprovalCard>[0]) {
  const [asked, setAsked] = useState<'grant' | 'refuse' | null>(null)
  const [note, setNote] = useState('')
  const isBlocked = waiting.cannotDecide !== null
  const decided = { approvalId: waiting.id, requestHash: waiting.requestHash }
  if (asked === 'refuse')
    return (
      <BlockStack gap="300">
        <TextField
          label="Why not, for your team"
          value={note}
          onChange={setNote}
          maxLength={500}
          multiline={2}
          autoComplete="off"
        />
        <InlineStack gap="200">
          <Button
            variant="primary"
            tone="critical"
            loading={command.isBusy}
            onClick={() => command.run({ intent: 'refuse', ...decided, note })}
          >
            Refuse payment
          </Button>
          <Button disabled={command.isBusy} onClick={() => setAsked(null)}>
            Back
          </Button>
        </InlineStack>
      </BlockStack>
    )
  return (
    <InlineStack gap="200">
      <Button
        variant="primary"
        disabled={isBlocked || waiting.cannotPay !== null}
        loading={command.isBusy}
        onClick={() => setAsked('grant')}
      >
        {grantVerb(waiting)}
      </Button>
      <Button disabled={isBlocked || command.isBusy} onClick={() => setAsked('refuse')}>
        Refuse
      </Button>
      <ConfirmModal
        id="grant-payment"
        isOpen={asked === 'grant'}
        title={`${grantVerb(waiting)}?`}
        confirm={grantVerb(waiting)}
        keep="Not now"
        isCritical={false}
        onHide={() => setAsked(null)}
        onConfirm={() => {
          setAsked(null)
          command.run({ intent: 'grant', ...decided })
        }}
      >
        {consequenceOf(waiting, buyer)}
      </ConfirmModal>
    </InlineStack>
  )
}

function verbOf({ goods, keeps, method }: WaitingPayment): string {
  if (keeps) return 'let the buyer keep the items'
  return goods === null ? `pay it to ${method}` : `send ${goods} in exchange`
}

function grantVerb({ goods, keeps, amount }: WaitingPayment): string {
  if (keeps) return 'Grant: the buyer keeps them'
  return goods === null ? `Grant and pay ${amount}` : 'Grant and exchange'
}

function consequenceOf({ goods, keeps, amount, method }: WaitingPayment, buyer: string): string {
  if (keeps)
    return `Nothing comes back, and ${amount} may be paid to ${buyer}. No money moves yet. This cannot be undone.`
  return `${buyer} gets ${goods ?? `${amount} to ${method}`}, and it counts as yours. This cannot be undone.`
}

import { Banner, BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { ConfirmModal } from '#app/components/confirm-modal.tsx'
import type { SafetyCommand } from './route.tsx'
import type { SafetyPage } from './safety-page.server.ts'

/** The switch that stops all payments of the store, and what it does. */
export function StopCard({ page, command }: { readonly page: SafetyPage; readonly command: SafetyCommand }) {
  const { stop, may } = page
  return (
    <Card>
      <BlockStack gap="400">
        {stop === null ? (
          <Stop command={command} isAllowed={may.stop} />
        ) : (
          <Start stop={stop} command={command} isAllowed={may.start} />
        )}
      </BlockStack>
    </Card>
  )
}

function Stop({ command, isAllowed }: { readonly command: SafetyCommand; readonly isAllowed: boolean }) {
  const [isAsking, setIsAsking] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <>
      <Text as="p">
        Payments go on. Stopping holds every refund, store credit and bonus that Shopify was not asked for
        yet, within seconds. Returns can still be approved, received and closed.
      </Text>
      <TextField
        label="Reason, for your team"
        value={reason}
        onChange={setReason}
        maxLength={500}
        autoComplete="off"
        disabled={!isAllowed}
      />
      <InlineStack gap="300" blockAlign="center">
        <Button
          tone="critical"
          variant="primary"
          disabled={!isAllowed}
          loading={command.isBusy}
          onClick={() => setIsAsking(true)}
        >
          Stop all payments
        </Button>
        {isAllowed ? null : <NotAllowed needs="a manager or an admin" />}
      </InlineStack>
      <ConfirmModal
        id="stop-money"
        isOpen={isAsking}
        title="Stop all payments?"
        confirm="Stop all payments"
        keep="Not now"
        isCritical
        onHide={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false)
          command.run({ intent: 'stop', reason })
        }}
      >
        No refund, store credit or bonus of this store is sent until an admin lets payments go on. What
        Shopify was already asked for cannot be called back.
      </ConfirmModal>
    </>
  )
}

function Start(props: {
  readonly stop: NonNullable<SafetyPage['stop']>
  readonly command: SafetyCommand
  readonly isAllowed: boolean
}) {
  const { stop, command, isAllowed } = props
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <Banner tone="critical" title="No money moves">
        <p>{stop.text}</p>
      </Banner>
      {stop.scope === 'installation' ? (
        <Text as="p">Only the operator of Homeward can let payments go on.</Text>
      ) : (
        <>
          <Text as="p">
            What waits is sent as soon as payments go on, each with its amount read from Shopify once more.
          </Text>
          <InlineStack gap="300" blockAlign="center">
            <Button
              variant="primary"
              disabled={!isAllowed}
              loading={command.isBusy}
              onClick={() => setIsAsking(true)}
            >
              Let payments go on
            </Button>
            {isAllowed ? null : <NotAllowed needs="an admin" />}
          </InlineStack>
        </>
      )}
      <ConfirmModal
        id="start-money"
        isOpen={isAsking}
        title="Let payments go on?"
        confirm="Let payments go on"
        keep="Not now"
        isCritical={false}
        onHide={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false)
          command.run({ intent: 'start' })
        }}
      >
        Every payment that waits is sent now.
      </ConfirmModal>
    </>
  )
}

function NotAllowed({ needs }: { readonly needs: string }) {
  return (
    <Text as="span" tone="subdued">
      This needs {needs}.
    </Text>
  )
}

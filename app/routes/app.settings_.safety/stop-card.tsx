import { Banner, BlockStack, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { ConfirmedButton } from '#app/components/confirmed-button.tsx'
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
        <ConfirmedButton
          id="stop-money"
          label="Stop all payments"
          isCritical
          look={{ tone: 'critical', variant: 'primary' }}
          isDisabled={!isAllowed}
          isBusy={command.isBusy}
          onConfirm={() => command.run({ intent: 'stop', reason })}
        >
          No refund, store credit or bonus of this store is sent until an admin lets payments go on. What
          Shopify was already asked for cannot be called back.
        </ConfirmedButton>
        {isAllowed ? null : <NotAllowed needs="a manager or an admin" />}
      </InlineStack>
    </>
  )
}

function Start(props: {
  readonly stop: NonNullable<SafetyPage['stop']>
  readonly command: SafetyCommand
  readonly isAllowed: boolean
}) {
  const { stop, command, isAllowed } = props
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
            <ConfirmedButton
              id="start-money"
              label="Let payments go on"
              look={{ variant: 'primary' }}
              isDisabled={!isAllowed}
              isBusy={command.isBusy}
              onConfirm={() => command.run({ intent: 'start' })}
            >
              Every payment that waits is sent now.
            </ConfirmedButton>
            {isAllowed ? null : <NotAllowed needs="an admin" />}
          </InlineStack>
        </>
      )}
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

import { Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import { useEffect, useState } from 'react'
import { useRevalidator } from '@remix-run/react'
import { ConfirmModal } from '#app/components/confirm-modal.tsx'
import { Disclosed } from '#app/components/disclosed.tsx'
import type { ReturnView } from '#app/components/return-view.ts'
import { DeclineForm } from './decline-form.tsx'
import { PayPanel } from './pay-panel.tsx'
import type { LocationOption } from './read-locations.server.ts'
import { ReceiveForm } from './receive-form.tsx'
import type { RefundOptions } from './refund-options.server.ts'
import type { ReturnCommands } from './route.tsx'

const titles = {
  decide: 'Approve or decline',
  wait_for_parcel: 'Waiting for the parcel',
  pay: 'Pay the shopper',
  wait_for_money: 'Waiting for Shopify',
  finish: 'Close the return',
  none: 'Nothing left to do',
} as const

type Props = {
  readonly view: ReturnView
  readonly refundOptions: Promise<RefundOptions> | null
  readonly locations: Promise<readonly LocationOption[]> | null
  readonly command: ReturnCommands
}

/** What has to happen next, with one primary action; everything else that is allowed stands below it. */
export function NextStepCard(props: Props) {
  const { view, command } = props
  const failure = command.failed?.intent === 'note' ? null : command.failure
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {titles[view.next]}
        </Text>
        {command.blocked ? (
          <Banner>
            <p>{command.blocked}</p>
          </Banner>
        ) : null}
        {failure ? (
          <Banner tone="critical">
            <p>{failure}</p>
          </Banner>
        ) : null}
        {/* The next step begins with empty forms. */}
        <Step key={`${view.status} ${view.next} ${view.timeline.length}`} {...props} />
      </BlockStack>
    </Card>
  )
}

function Step(props: Props) {
  const { view, command } = props
  switch (view.next) {
    case 'decide':
      return <Decide {...props} />
    case 'wait_for_parcel':
      return <WaitForParcel {...props} />
    case 'pay':
      return (
        <>
          <PayPanel
            returnId={view.id}
            refundOptions={props.refundOptions}
            command={command}
            buyer={view.buyer.name}
            isPrimary={!command.isWaiting}
          />
          {view.commands.includes('receive') ? (
            <Disclosed label="Mark items received">
              <ReceiveForm view={view} locations={props.locations} command={command} isPrimary={false} />
            </Disclosed>
          ) : null}
          <EndCommands {...props} />
        </>
      )
    case 'wait_for_money':
      return <WaitForMoney />
    case 'finish':
      return (
        <>
          <Text as="p">Goods and money are settled. Closing tells Shopify that nothing more will come.</Text>
          <Button
            variant="primary"
            disabled={command.blocked !== null}
            loading={command.isBusy}
            onClick={() => command.run({ intent: 'close' })}
          >
            Close return
          </Button>
        </>
      )
    case 'none':
      return <Text as="p">This return is {view.statusLabel.toLowerCase()}.</Text>
  }
}

function Decide({ view, command }: Props) {
  const [isDeclining, setIsDeclining] = useState(false)
  if (isDeclining) return <DeclineForm command={command} onBack={() => setIsDeclining(false)} />
  return (
    <>
      <Text as="p">
        {view.buyer.name} asked to send {unitsOf(view)} back. Your decision goes to Shopify and by e-mail to
        the buyer.
      </Text>
      <InlineStack gap="200">
        <Button
          variant="primary"
          disabled={command.blocked !== null}
          loading={command.isBusy}
          onClick={() => command.run({ intent: 'approve' })}
        >
          Approve
        </Button>
        <Button disabled={command.isBusy || command.blocked !== null} onClick={() => setIsDeclining(true)}>
          Decline
        </Button>
      </InlineStack>
    </>
  )
}

function WaitForParcel(props: Props) {
  const { view, command } = props
  return (
    <>
      <ReceiveForm view={view} locations={props.locations} command={command} isPrimary />
      {view.commands.includes('refund') ? (
        <Disclosed label="Pay before everything is here">
          <PayPanel
            returnId={view.id}
            refundOptions={props.refundOptions}
            command={command}
            buyer={view.buyer.name}
            isPrimary={false}
          />
        </Disclosed>
      ) : null}
      <EndCommands {...props} />
    </>
  )
}

/** Reads the page anew every few seconds while money is on its way, for a minute; then a person asks again. */
function WaitForMoney() {
  const { revalidate, state } = useRevalidator()
  const [left, setLeft] = useState(20)
  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => {
      setLeft(left - 1)
      revalidate()
    }, 3_000)
    return () => clearTimeout(timer)
  }, [left, revalidate])
  return (
    <>
      <Text as="p">
        A payment is on its way. Homeward reads Shopify until it is settled; nothing is sent twice.
      </Text>
      <Button loading={state === 'loading' && left === 0} onClick={revalidate}>
        Check now
      </Button>
    </>
  )
}

/** Ending a return early cannot be undone, so both ask first. */
function EndCommands({ view, command }: Props) {
  const [asked, setAsked] = useState<'cancel' | 'close' | null>(null)
  const hide = () => setAsked(null)
  return (
    <InlineStack gap="300">
      {view.commands.includes('close') ? (
        <Button variant="plain" disabled={command.blocked !== null} onClick={() => setAsked('close')}>
          Close without paying
        </Button>
      ) : null}
      {view.commands.includes('cancel') ? (
        <Button
          variant="plain"
          tone="critical"
          disabled={command.blocked !== null}
          onClick={() => setAsked('cancel')}
        >
          Cancel return
        </Button>
      ) : null}
      <ConfirmModal
        id="end-return"
        isOpen={asked !== null}
        title={asked === 'cancel' ? `Cancel ${view.title}?` : `Close ${view.title}?`}
        confirm={asked === 'cancel' ? 'Cancel return' : 'Close return'}
        keep="Keep it open"
        isCritical={asked === 'cancel'}
        onHide={hide}
        onConfirm={() => {
          hide()
          command.run({ intent: asked })
        }}
      >
        {asked === 'cancel'
          ? 'The buyer can ask for the items again. No money moves.'
          : 'No money moves, and nothing more can be received on this return.'}
      </ConfirmModal>
    </InlineStack>
  )
}

function unitsOf(view: ReturnView): string {
  const units = view.lines.reduce((sum, line) => sum + line.quantity, 0)
  return units === 1 ? '1 item' : `${units} items`
}

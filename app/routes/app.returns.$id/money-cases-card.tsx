import { BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { ConfirmModal } from '#app/components/confirm-modal.tsx'
import { ConfirmedButton } from '#app/components/confirmed-button.tsx'
import { Disclosed } from '#app/components/disclosed.tsx'
import { CreditForm, WhyBlocked } from './credit-form.tsx'
import { FeesForm } from './fees-form.tsx'
import type { MoneyCases } from './money-cases.ts'
import type { ReturnCommands } from './route.tsx'
import { ScanForm } from './scan-form.tsx'

type Props = {
  readonly returnId: string
  readonly buyer: string
  readonly cases: MoneyCases
  readonly command: ReturnCommands
}

/** Fees, goods that are kept, parcels, money without goods, and payments that went wrong: what staff decide beside the refund. */
export function MoneyCasesCard({ returnId, buyer, cases, command }: Props) {
  const { fees, unknown, failed, credit, invoices, mayScan, mayKeepItems } = cases
  const isTrouble = unknown.length > 0 || failed !== null || invoices.length > 0
  const hasAny = isTrouble || fees !== null || mayKeepItems || credit !== null || mayScan
  if (!hasAny) return null
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Exceptions
        </Text>
        {unknown.map((one) => (
          <Unknown key={one.intentId} one={one} command={command} />
        ))}
        {invoices.map((one) => (
          <Invoice key={one.intentId} one={one} buyer={buyer} command={command} />
        ))}
        {failed ? <Failed failed={failed} command={command} /> : null}
        {mayScan ? (
          <Disclosed label="Parcel was scanned">
            <ScanForm returnId={returnId} buyer={buyer} tracking={cases.tracking} command={command} />
          </Disclosed>
        ) : null}
        {fees?.why ? (
          <Text as="p" tone="subdued">
            Fees of {fees.amount} cannot be changed any more. {fees.why}
          </Text>
        ) : fees ? (
          <Disclosed label={`Change fees (${fees.amount})`}>
            <FeesForm returnId={returnId} fees={fees} command={command} />
          </Disclosed>
        ) : null}
        {mayKeepItems ? (
          <Disclosed label="Buyer keeps the items">
            <Keep worth={cases.promised} command={command} />
          </Disclosed>
        ) : null}
        {credit ? (
          <Disclosed label="Money back without goods">
            <CreditForm returnId={returnId} credit={credit} buyer={buyer} command={command} />
          </Disclosed>
        ) : null}
      </BlockStack>
    </Card>
  )
}

function Unknown({
  one,
  command,
}: {
  readonly one: MoneyCases['unknown'][number]
  readonly command: ReturnCommands
}) {
  const [asked, setAsked] = useState<'send_again' | 'give_up' | null>(null)
  const isOff = command.isBusy || command.resolveBlocked !== null
  return (
    <BlockStack gap="200">
      <Text as="p">
        Shopify gave no answer about {one.text}, and nothing of it is there. Look in Shopify first: what is
        sent again is paid again if the first request arrives late.
      </Text>
      <InlineStack gap="200">
        <Button disabled={isOff} onClick={() => setAsked('send_again')}>
          {`Send ${one.text} again`}
        </Button>
        <Button disabled={isOff} onClick={() => setAsked('give_up')}>
          Give it up
        </Button>
      </InlineStack>
      {command.resolveBlocked ? (
        <Text as="p" tone="subdued">
          {command.resolveBlocked}
        </Text>
      ) : null}
      <ConfirmModal
        id={`resolve-${one.intentId}`}
        isOpen={asked !== null}
        title={asked === 'give_up' ? `Give ${one.text} up?` : `Send ${one.text} again?`}
        confirm={asked === 'give_up' ? 'Give it up' : `Send ${one.text} again`}
        keep="Not now"
        isCritical
        onHide={() => setAsked(null)}
        onConfirm={() => {
          setAsked(null)
          command.run({ intent: 'resolve', intentId: one.intentId, decision: asked })
        }}
      >
        {asked === 'give_up'
          ? `Nothing of ${one.text} is sent any more. Should the first request arrive after all, it is booked.`
          : `Should the first request arrive after all, the buyer gets ${one.text} twice.`}
      </ConfirmModal>
    </BlockStack>
  )
}

/** Shopify's invoice of which nobody knows that it was sent: sent again it asks for the same balance once more. */
function Invoice(props: {
  readonly one: MoneyCases['invoices'][number]
  readonly buyer: string
  readonly command: ReturnCommands
}) {
  const { one, buyer, command } = props
  const verb = one.isAsked ? 'Send the invoice again' : 'Send the invoice'
  return (
    <BlockStack gap="200">
      <Text as="p">
        {one.isAsked
          ? `Shopify was asked to send the invoice for ${one.text}; whether it did is not known. The order’s timeline in Shopify says so.`
          : `Shopify has not sent the invoice for ${one.text} yet.`}
      </Text>
      <InlineStack>
        <ConfirmedButton
          id={`invoice-${one.intentId}`}
          label={verb}
          isDisabled={command.payBlocked !== null}
          isBusy={command.isBusy}
          onConfirm={() => command.run({ intent: 'send_invoice', intentId: one.intentId })}
        >
          {`Shopify mails ${buyer} an invoice for what is open on the order. ${one.isAsked ? 'If the first one was sent, it is a second mail about the same amount.' : ''}`}
        </ConfirmedButton>
      </InlineStack>
      <WhyBlocked command={command} />
    </BlockStack>
  )
}

function Failed({
  failed,
  command,
}: {
  readonly failed: NonNullable<MoneyCases['failed']>
  readonly command: ReturnCommands
}) {
  const [method, setMethod] = useState<'original_payment' | 'store_credit' | null>(null)
  const isOff = command.isBusy || command.payBlocked !== null
  const verb = method === 'store_credit' ? `Pay ${failed.text} as store credit` : `Pay ${failed.text} again`
  return (
    <BlockStack gap="200">
      <Text as="p">The payment provider did not pay {failed.text}. The buyer is still owed it.</Text>
      <InlineStack gap="200">
        <Button disabled={isOff} onClick={() => setMethod('original_payment')}>
          {`Pay ${failed.text} again`}
        </Button>
        <Button disabled={isOff} onClick={() => setMethod('store_credit')}>
          Pay as store credit
        </Button>
      </InlineStack>
      <WhyBlocked command={command} />
      <ConfirmModal
        id="pay-again"
        isOpen={method !== null}
        title={`${verb}?`}
        confirm={verb}
        keep="Not now"
        isCritical={false}
        onHide={() => setMethod(null)}
        onConfirm={() => {
          setMethod(null)
          const { amount, requestKey } = failed
          command.run({ intent: 'pay_again', method, amount, requestKey })
        }}
      >
        {method === 'store_credit'
          ? `Shopify adds ${failed.text} to the buyer’s store credit instead. This cannot be undone.`
          : `Shopify refunds ${failed.text} to the same payments once more. This cannot be undone.`}
      </ConfirmModal>
    </BlockStack>
  )
}

function Keep({ worth, command }: { readonly worth: string | null; readonly command: ReturnCommands }) {
  const [reason, setReason] = useState('')
  return (
    <BlockStack gap="200">
      <TextField
        label="Why, for the history"
        value={reason}
        onChange={setReason}
        autoComplete="off"
        maxLength={500}
        helpText="No parcel is waited for. Paying is the next step, as always."
      />
      <InlineStack>
        <ConfirmedButton
          id="keep-items"
          label="Let the buyer keep them"
          question="Let the buyer keep the items?"
          isCritical
          isDisabled={command.payBlocked !== null}
          isBusy={command.isBusy}
          onConfirm={() => command.run({ intent: 'keep_items', reason })}
        >
          {`Nothing comes back${worth === null ? '' : `, and ${worth} may be paid`}. No money moves yet. This cannot be undone.`}
        </ConfirmedButton>
      </InlineStack>
      <WhyBlocked command={command} />
    </BlockStack>
  )
}

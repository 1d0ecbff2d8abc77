import { Banner, BlockStack, Button, ChoiceList, Text } from '@shopify/polaris'
import { useState } from 'react'
import { ConfirmedButton } from '#app/components/confirmed-button.tsx'
import { Disclosed } from '#app/components/disclosed.tsx'
import { Receipt } from '#app/components/receipt.tsx'
import { Streamed } from '#app/components/streamed.tsx'
import type { RefundExtras } from '#app/jobs/refund-request.ts'
import { ConsentForm } from './consent-form.tsx'
import { ExtrasForm } from './extras-form.tsx'
import type { RefundOption, RefundOptions } from './refund-options.server.ts'
import type { ReturnCommands } from './route.tsx'
import { usePreview } from './use-preview.ts'

type Props = {
  readonly returnId: string
  readonly refundOptions: Promise<RefundOptions> | null
  readonly command: ReturnCommands
  readonly buyer: string
  readonly isPrimary: boolean
}

/** The ways to pay with their receipts, in Shopify's figures of this moment; the amount stands on the button. */
export function PayPanel(props: Props) {
  return (
    <Streamed value={props.refundOptions} lines={4}>
      {(options) => <Loaded {...props} loaded={options} />}
    </Streamed>
  )
}

function Loaded({ loaded, ...props }: Props & { readonly loaded: RefundOptions | null }) {
  if (loaded === null) return null
  if (!loaded.ok) {
    return (
      <Banner tone="warning">
        <p>{loaded.message}</p>
      </Banner>
    )
  }
  return <Payable {...props} loaded={loaded} />
}

function Payable(
  props: Omit<Props, 'refundOptions'> & { readonly loaded: Extract<RefundOptions, { ok: true }> },
) {
  const left = usePreview(props.returnId)
  const preview = usePreview(props.returnId)
  // What goes back beside the goods, with the receipts that were read for it.
  const given = preview.answer?.intent === 'refund' ? preview.answer : null
  const shown = given?.options ?? props.loaded
  return (
    <BlockStack gap="300">
      {shown.ok ? (
        <Choice {...props} options={shown.options} extras={given?.extras ?? null} />
      ) : (
        <Banner tone="warning">
          <p>{shown.message}</p>
        </Banner>
      )}
      {shown.ok && shown.storeCreditMissing ? (
        <Text as="p" tone="subdued">
          {shown.storeCreditMissing}
        </Text>
      ) : null}
      {shown.ok && shown.lacksConsent ? (
        <Disclosed label="The buyer agreed to store credit">
          <ConsentForm buyer={props.buyer} command={props.command} />
        </Disclosed>
      ) : null}
      {props.command.payBlocked === null ? (
        <Disclosed label="Give shipping or duties back" onOpen={() => left.ask({ intent: 'extras' })}>
          <ExtrasForm
            left={left.answer?.intent === 'extras' ? left.answer : null}
            isBusy={preview.isBusy}
            onAsk={(extras) => preview.ask({ intent: 'refund', extras })}
          />
        </Disclosed>
      ) : null}
    </BlockStack>
  )
}

function Choice(
  props: Omit<Props, 'refundOptions'> & {
    readonly options: readonly RefundOption[]
    readonly extras: RefundExtras | null
  },
) {
  const { options, command, buyer, extras } = props
  const [method, setMethod] = useState<string>(options[0]?.method ?? '')
  const chosen = options.find((option) => option.method === method) ?? options[0]
  if (chosen === undefined) return <Text as="p">Shopify offers no way to pay this return.</Text>
  const pays = sayVerb(chosen)
  const verb = chosen.secondPerson === null ? pays : `Ask to ${pays.charAt(0).toLowerCase()}${pays.slice(1)}`
  return (
    <BlockStack gap="300">
      {options.length > 1 ? (
        <ChoiceList
          title="Pay to"
          choices={options.map((option) => ({
            value: option.method,
            label: sayOption(option),
          }))}
          selected={[chosen.method]}
          onChange={([first]) => setMethod(first ?? '')}
        />
      ) : (
        <Text as="p">
          {chosen.exchange === null
            ? `To: ${chosen.label.toLowerCase()}`
            : `In exchange: ${chosen.exchange.goods}`}
        </Text>
      )}
      <Receipt rows={chosen.rows} label={`Receipt for ${chosen.label}`} />
      {chosen.secondPerson === null ? null : (
        <Text as="p" tone="subdued">
          {chosen.secondPerson} A second person has to grant it.
        </Text>
      )}
      <ConfirmedButton
        id={`pay-${props.isPrimary ? 'next' : 'early'}`}
        label={verb}
        {...(props.isPrimary ? { look: { variant: 'primary' } } : {})}
        isDisabled={command.payBlocked !== null}
        isBusy={command.isBusy}
        onConfirm={() =>
          command.run({
            intent: 'refund',
            method: chosen.method,
            expected: chosen.expected,
            ...(extras === null ? {} : { extras }),
            ...(chosen.exchange === null ? {} : { expectedOwed: chosen.exchange.expectedOwed }),
          })
        }
      >
        {consequence(chosen, buyer)}
      </ConfirmedButton>
      {command.payBlocked === null || command.payBlocked === command.blocked ? null : (
        <Text as="p" tone="subdued">
          {command.payBlocked}
        </Text>
      )}
      {chosen.exchange === null ? null : <EndExchange command={command} />}
    </BlockStack>
  )
}

/** What the button does, with the money that moves by it. */
function sayVerb({ exchange, method, amount }: RefundOption): string {
  if (exchange === null) return method === 'original_payment' ? `Refund ${amount}` : `Credit ${amount}`
  if (exchange.owed !== null) return `Exchange and invoice ${exchange.owed}`
  return exchange.movesMoney ? `Exchange and refund ${amount}` : 'Exchange'
}

function sayOption({ label, amount, bonus }: RefundOption): string {
  return bonus === null ? `${label}, ${amount}` : `${label}, ${amount} and ${bonus} bonus`
}

function consequence(option: RefundOption, buyer: string): string {
  const { method, amount, bonus, secondPerson } = option
  if (secondPerson !== null)
    return `${secondPerson} Nothing is paid now: the request waits until somebody else grants it.`
  if (option.exchange !== null) return consequenceOfExchange(option, option.exchange, buyer)
  const main =
    method === 'original_payment'
      ? `Shopify refunds ${amount} to the original payment of ${buyer}.`
      : `Shopify adds ${amount} to the store credit of ${buyer}.`
  return `${main}${bonus ? ` A bonus of ${bonus} follows as a separate credit.` : ''} This cannot be undone.`
}

function consequenceOfExchange(
  { amount }: RefundOption,
  { goods, owed, movesMoney }: NonNullable<RefundOption['exchange']>,
  buyer: string,
): string {
  if (owed !== null) {
    return `Shopify releases ${goods}, keeps it until ${buyer} has paid ${owed}, and sends an invoice for that. This cannot be undone.`
  }
  const rest = movesMoney ? ` and refunds ${amount} to the original payment of ${buyer}` : ''
  return `Shopify releases ${goods}${rest}. This cannot be undone.`
}

/** Ends an exchange before its goods are sent: the lines are paid by what the buyer chose for that case. */
function EndExchange({ command }: Pick<Props, 'command'>) {
  return (
    <Button
      variant="plain"
      disabled={command.isBusy || command.payBlocked !== null}
      onClick={() => command.run({ intent: 'end_exchange' })}
    >
      Pay instead of exchanging
    </Button>
  )
}

import {
  Banner,
  BlockStack,
  Button,
  InlineStack,
  Select,
  SkeletonBodyText,
  Text,
  TextField,
} from '@shopify/polaris'
import { useState } from 'react'
import { tryParseDecimal } from '#app/domain/money.ts'
import type { RefundExtras } from '#app/jobs/refund-request.ts'
import type { Preview } from './preview.server.ts'

/** What is left of shipping and duties in Shopify, or why nobody knows. */
type Known = Extract<Preview, { intent: 'extras'; ok: true }>
type Left = Known | { readonly ok: false; readonly message: string }

/** Shipping and duties back with the goods: what is left of them, and the question what is paid with what is given. */
export function ExtrasForm(props: {
  /** Null while it is read. */
  readonly left: Left | null
  readonly isBusy: boolean
  readonly onAsk: (extras: RefundExtras) => void
}) {
  const { left, isBusy, onAsk } = props
  if (left === null) return <SkeletonBodyText lines={2} />
  if (!left.ok)
    return (
      <Banner tone="warning">
        <p>{left.message}</p>
      </Banner>
    )
  if (left.shipping === null && left.duties === null)
    return <Text as="p">No shipping and no duties of this order are left to give back.</Text>
  return <Fields left={left} isBusy={isBusy} onAsk={onAsk} />
}

function Fields(props: {
  readonly left: Known
  readonly isBusy: boolean
  readonly onAsk: (extras: RefundExtras) => void
}) {
  const { left, isBusy, onAsk } = props
  const [shipping, setShipping] = useState('none')
  const [text, setText] = useState('')
  const [duties, setDuties] = useState('none')
  const amount = tryParseDecimal(text.trim(), left.currency)
  const give = () => {
    const part = duties === 'all' ? 'FULL' : 'PROPORTIONAL'
    onAsk({
      shipping: shipping === 'full' ? 'full' : shipping === 'amount' ? amount : null,
      duties: duties === 'none' ? [] : (left.duties?.gids ?? []).map((dutyGid) => ({ dutyGid, part })),
    })
  }
  return (
    <BlockStack gap="300">
      {left.shipping ? (
        <Select
          label="Shipping of the order"
          options={[
            { value: 'none', label: 'Not given back' },
            { value: 'full', label: `All that is left, ${left.shipping}` },
            { value: 'amount', label: 'An amount' },
          ]}
          value={shipping}
          onChange={setShipping}
        />
      ) : null}
      {shipping === 'amount' ? (
        <TextField
          label={`Shipping in ${left.currency}`}
          value={text}
          onChange={setText}
          inputMode="decimal"
          autoComplete="off"
          {...(amount === null && text !== '' ? { error: 'Enter an amount like 4.95.' } : {})}
        />
      ) : null}
      {left.duties ? (
        <Select
          label="Duties"
          options={[
            { value: 'none', label: 'Not given back' },
            { value: 'share', label: 'The share of these items' },
            { value: 'all', label: `All of their lines, ${left.duties.text}` },
          ]}
          value={duties}
          onChange={setDuties}
        />
      ) : null}
      <InlineStack>
        <Button
          loading={isBusy}
          disabled={shipping === 'amount' && (amount === null || amount.minor <= 0)}
          onClick={give}
        >
          Show the amounts
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

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
import { useEffect, useState } from 'react'
import { tryParseDecimal } from '#app/domain/money.ts'
import type { RefundExtras } from '#app/jobs/refund-request.ts'
import type { RefundOptions } from './refund-options.server.ts'
import { usePreview } from './use-preview.ts'

/** The ways to pay with what goes back beside the goods, as they were read for it. */
export type GivenExtras = { readonly extras: RefundExtras; readonly options: RefundOptions }

/** Shipping and duties back with the goods: what is left of them in Shopify, and the receipt anew with what is given. */
export function ExtrasForm(props: {
  readonly returnId: string
  readonly onGive: (given: GivenExtras | null) => void
}) {
  const { returnId, onGive } = props
  const left = usePreview(returnId)
  const preview = usePreview(returnId)
  const [shipping, setShipping] = useState('none')
  const [text, setText] = useState('')
  const [duties, setDuties] = useState('none')
  const [asked, setAsked] = useState<RefundExtras | null>(null)
  const { ask } = left
  const isAsked = left.answer !== null || left.isBusy
  useEffect(() => {
    if (!isAsked) ask({ intent: 'extras' })
  }, [isAsked, ask])
  const options = preview.answer?.intent === 'refund' && !preview.isBusy ? preview.answer.options : null
  useEffect(() => {
    if (options !== null && asked !== null) onGive({ extras: asked, options })
    // The answer decides; the caller's function is new with every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [options])
  if (left.answer?.intent !== 'extras') return <SkeletonBodyText lines={2} />
  if (!left.answer.ok)
    return (
      <Banner tone="warning">
        <p>{left.answer.message}</p>
      </Banner>
    )
  const { answer } = left
  if (answer.shipping === null && answer.duties === null)
    return <Text as="p">No shipping and no duties of this order are left to give back.</Text>
  const amount = tryParseDecimal(text.trim(), answer.currency)
  const give = () => {
    const part = duties === 'all' ? ('FULL' as const) : ('PROPORTIONAL' as const)
    const extras: RefundExtras = {
      shipping: shipping === 'full' ? 'full' : shipping === 'amount' ? amount : null,
      duties: duties === 'none' ? [] : (answer.duties?.gids ?? []).map((dutyGid) => ({ dutyGid, part })),
    }
    setAsked(extras)
    preview.ask({ intent: 'refund', extras })
  }
  return (
    <BlockStack gap="300">
      {answer.shipping ? (
        <Select
          label="Shipping of the order"
          options={[
            { value: 'none', label: 'Not given back' },
            { value: 'full', label: `All that is left, ${answer.shipping}` },
            { value: 'amount', label: 'An amount' },
          ]}
          value={shipping}
          onChange={setShipping}
        />
      ) : null}
      {shipping === 'amount' ? (
        <TextField
          label={`Shipping in ${answer.currency}`}
          value={text}
          onChange={setText}
          inputMode="decimal"
          autoComplete="off"
          {...(amount === null && text !== '' ? { error: 'Enter an amount like 4.95.' } : {})}
        />
      ) : null}
      {answer.duties ? (
        <Select
          label="Duties"
          options={[
            { value: 'none', label: 'Not given back' },
            { value: 'share', label: 'The share of these items' },
            { value: 'all', label: `All of their lines, ${answer.duties.text}` },
          ]}
          value={duties}
          onChange={setDuties}
        />
      ) : null}
      <InlineStack>
        <Button
          loading={preview.isBusy}
          disabled={shipping === 'amount' && (amount === null || amount.minor <= 0)}
          onClick={give}
        >
          Show the amounts
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

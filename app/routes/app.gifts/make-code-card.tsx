import { BlockStack, Button, Card, Checkbox, InlineStack, Select, Text } from '@shopify/polaris'
import { useState } from 'react'
import type { GiftedLine } from '#app/domain/gift.ts'
import type { GiftOrder } from './find-gift-order.server.ts'

/** Which goods of an order a new code is for. */
export function MakeCodeCard(props: {
  readonly order: GiftOrder
  /** Why who looks may not make one; null where they may. */
  readonly blocked: string | null
  readonly isBusy: boolean
  readonly onMake: (made: { readonly lines: readonly GiftedLine[]; readonly requestKey: string }) => void
}) {
  const { order, blocked, isBusy, onMake } = props
  const [units, setUnits] = useState<Readonly<Record<string, number>>>({})
  const [requestKey] = useState(() => crypto.randomUUID())
  const lines = Object.entries(units).flatMap(([lineId, count]) =>
    count > 0 ? [{ lineId, units: count }] : [],
  )
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What of {order.name} was a gift?
        </Text>
        {order.lines.map(({ id, title, quantity }) => (
          <InlineStack key={id} gap="300" blockAlign="center" align="space-between">
            <Checkbox
              label={title}
              checked={(units[id] ?? 0) > 0}
              onChange={(isChosen) => setUnits({ ...units, [id]: isChosen ? quantity : 0 })}
              disabled={blocked !== null}
            />
            {quantity > 1 && (units[id] ?? 0) > 0 ? (
              <Select
                label={`Units of ${title}`}
                labelHidden
                options={Array.from({ length: Math.min(quantity, 200) }, (_, at) => ({
                  value: String(at + 1),
                  label: `${at + 1} of ${quantity}`,
                }))}
                value={String(units[id] ?? 1)}
                onChange={(count) => setUnits({ ...units, [id]: Number(count) })}
              />
            ) : null}
          </InlineStack>
        ))}
        {blocked === null ? null : (
          <Text as="p" tone="subdued">
            {blocked}
          </Text>
        )}
        <InlineStack>
          <Button
            variant="primary"
            disabled={blocked !== null || lines.length === 0}
            loading={isBusy}
            onClick={() => onMake({ lines, requestKey })}
          >
            Make a code
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  )
}

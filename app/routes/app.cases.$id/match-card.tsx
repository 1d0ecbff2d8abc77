import { useSearchParams } from '@remix-run/react'
import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { CaseView } from '#app/components/case-view.ts'
import type { PreviewedWithdrawal } from '#app/use-cases/preview-withdrawal.server.ts'
import type { CaseCommands } from './route.tsx'

export type MatchCardProps = {
  readonly match: {
    readonly orderName: string
    readonly order: PreviewedWithdrawal | null
    readonly problem: string | null
  }
  readonly declared: CaseView
  readonly command: CaseCommands
}

/** Says which order a declaration is about and which items, and makes the return as it would have been made by itself. */
export function MatchCard({ match, declared, command }: MatchCardProps) {
  const [, setParams] = useSearchParams()
  const [name, setName] = useState(match.orderName || declared.order)
  const { order, problem } = match
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Find the order
        </Text>
        <TextField
          label="Order"
          value={name}
          onChange={setName}
          autoComplete="off"
          maxLength={100}
          connectedRight={
            <Button disabled={name.trim() === ''} onClick={() => setParams({ order: name.trim() })}>
              Look up
            </Button>
          }
          {...(problem === null ? {} : { error: problem })}
        />
        {order === null ? null : <FoundOrder order={order} command={command} />}
      </BlockStack>
    </Card>
  )
}

function FoundOrder({
  order,
  command,
}: {
  readonly order: PreviewedWithdrawal
  readonly command: CaseCommands
}) {
  const [units, setUnits] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(order.lines.map((line) => [line.lineId, String(line.named)])),
  )
  const { failed, blocked, isBusy } = command
  const failure = failed?.intent === 'match' ? command.failure : null
  const lines = order.lines.flatMap((line) => {
    const quantity = Number(units[line.lineId] ?? '0')
    return Number.isInteger(quantity) && quantity > 0 ? [{ lineId: line.lineId, quantity }] : []
  })
  const tooMany = order.lines.some((line) => Number(units[line.lineId] ?? '0') > line.returnable)
  return (
    <BlockStack gap="300">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          Order {order.orderName}
        </Text>
        <Badge tone={order.isSameAddress ? 'success' : 'warning'}>
          {order.isSameAddress ? 'Same e-mail address' : 'Another e-mail address'}
        </Badge>
      </InlineStack>
      {order.lines.map((line) => (
        <TextField
          key={line.lineId}
          type="number"
          label={line.title}
          value={units[line.lineId] ?? '0'}
          onChange={(value) => setUnits({ ...units, [line.lineId]: value })}
          autoComplete="off"
          min={0}
          max={line.returnable}
          suffix={`of ${line.returnable}`}
          disabled={blocked !== null || !line.isOpen || line.returnable === 0}
          helpText={line.isOpen ? 'Within the right to withdraw' : 'Not within the right to withdraw'}
        />
      ))}
      {failure === null ? null : (
        <Banner tone="critical">
          <p>{failure}</p>
        </Banner>
      )}
      <InlineStack align="end">
        <Button
          variant="primary"
          disabled={blocked !== null || lines.length === 0 || tooMany}
          loading={isBusy}
          onClick={() => command.run({ intent: 'match', orderName: order.orderName, lines })}
        >
          Make the return
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

import {
  BlockStack,
  Button,
  Card,
  InlineError,
  InlineGrid,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris'
import { useState } from 'react'
import type { ReplayCommand } from './perform.server.ts'
import type { ReplayPage } from './replay-page.server.ts'

type Start = Extract<ReplayCommand, { intent: 'start' }>
type Props = {
  readonly page: Pick<ReplayPage, 'today' | 'blocked' | 'hasDraft' | 'inForce' | 'versions' | 'isAnyOpen'>
  readonly isBusy: boolean
  readonly failure: string | null
  readonly onStart: (command: Start) => void
}

const scopes = [
  { label: 'All past orders', value: 'all' },
  { label: 'Orders of some days', value: 'span' },
  { label: 'A sample', value: 'sample' },
]
const outcomes = [
  { label: 'A refund', value: 'refund' },
  { label: 'Store credit', value: 'store_credit' },
  { label: 'An exchange', value: 'exchange' },
]

/** What to replay: which orders, asked back when and for what, by which two policies. */
export function StartCard({ page, isBusy, failure, onStart }: Props) {
  const [scope, setScope] = useState('all')
  const [from, setFrom] = useState(`${page.today.slice(0, 7)}-01`)
  const [to, setTo] = useState(page.today)
  const [percent, setPercent] = useState('10')
  const [days, setDays] = useState('21')
  const [outcome, setOutcome] = useState('refund')
  const [before, setBefore] = useState(String(page.inForce))
  const [after, setAfter] = useState(page.hasDraft ? 'draft' : String(page.inForce))
  const daysProblem = /^\d{0,4}$/.test(days) && Number(days) <= 3650 ? undefined : 'From 0 to 3650 days'
  const start = () => {
    if (daysProblem !== undefined) return
    onStart({
      intent: 'start',
      asked: {
        scope:
          scope === 'span'
            ? { kind: 'span', from, to }
            : scope === 'sample'
              ? { kind: 'sample', percent: Number(percent) }
              : { kind: 'all' },
        day: days === '' ? { kind: 'today' } : { kind: 'after_order', days: Number(days) },
        outcome: outcome === 'store_credit' || outcome === 'exchange' ? outcome : 'refund',
      },
      before: sideOf(before),
      after: sideOf(after),
    })
  }
  const versions = page.versions.map((number) => ({
    label: number === page.inForce ? `Version ${number}, in force` : `Version ${number}`,
    value: String(number),
  }))
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Replay the past
          </Text>
          {page.hasDraft ? null : (
            <Text as="p">
              There is no draft: change something on the policy page, then see here what it would do.
            </Text>
          )}
          <Text as="p" tone="subdued">
            Two policies judge your past orders and returns. Nothing is sent, nobody is told, and Shopify is
            asked only the first time.
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="300">
          <Select
            label="Would"
            options={page.hasDraft ? [{ label: 'The draft', value: 'draft' }, ...versions] : versions}
            value={after}
            onChange={setAfter}
          />
          <Select label="Do otherwise than" options={versions} value={before} onChange={setBefore} />
          <Select label="For" options={scopes} value={scope} onChange={setScope} />
          {scope === 'span' ? (
            <>
              <TextField label="From" type="date" value={from} onChange={setFrom} autoComplete="off" />
              <TextField label="To" type="date" value={to} onChange={setTo} autoComplete="off" />
            </>
          ) : null}
          {scope === 'sample' ? (
            <Select
              label="Of the orders"
              options={['1', '5', '10', '25', '50'].map((value) => ({ label: `${value}%`, value }))}
              value={percent}
              onChange={setPercent}
            />
          ) : null}
          <TextField
            label="As if asked back so many days after the order"
            type="number"
            min={0}
            max={3650}
            value={days}
            onChange={setDays}
            placeholder="today"
            helpText="Empty: today"
            autoComplete="off"
            {...(daysProblem === undefined ? {} : { error: daysProblem })}
          />
          <Select
            label="For which the buyer wants"
            options={outcomes}
            value={outcome}
            onChange={setOutcome}
            helpText="Past returns keep what was asked"
          />
        </InlineGrid>
        <div role="alert">
          {failure === null ? null : <InlineError fieldID="start-replay" message={failure} />}
        </div>
        <InlineStack gap="300" blockAlign="center">
          <Button
            variant="primary"
            id="start-replay"
            loading={isBusy}
            disabled={page.blocked !== null || page.isAnyOpen}
            onClick={start}
          >
            Start replay
          </Button>
          {page.blocked === null ? null : (
            <Text as="p" tone="subdued">
              {page.blocked}
            </Text>
          )}
        </InlineStack>
      </BlockStack>
    </Card>
  )
}

function sideOf(value: string): Start['after'] {
  return value === 'draft' ? { kind: 'draft' } : { kind: 'version', number: Number(value) }
}

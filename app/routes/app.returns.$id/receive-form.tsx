import { BlockStack, Button, Divider, InlineGrid, Select, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { receivableLines } from '#app/components/receivable-lines.ts'
import type { ReturnView } from '#app/components/return-view.ts'
import { Streamed } from '#app/components/streamed.tsx'
import type { LocationOption } from './read-locations.server.ts'
import type { ReturnCommands } from './route.tsx'

const dispositions = [
  { value: 'RESTOCKED', label: 'Restock' },
  { value: 'NOT_RESTOCKED', label: 'Do not restock' },
  { value: 'PROCESSING_REQUIRED', label: 'Needs processing' },
  { value: 'MISSING', label: 'Missing' },
]

type Props = {
  readonly view: ReturnView
  readonly locations: Promise<readonly LocationOption[]> | null
  readonly command: ReturnCommands
  readonly isPrimary: boolean
}

/** How many of each item arrived and where they go. */
export function ReceiveForm({ view, locations, command, isPrimary }: Props) {
  return (
    <Streamed value={locations} lines={3}>
      {(options) => <Fields view={view} locations={options ?? []} command={command} isPrimary={isPrimary} />}
    </Streamed>
  )
}

type Entry = { readonly quantity: string; readonly disposition: string }

function Fields(props: Omit<Props, 'locations'> & { readonly locations: readonly LocationOption[] }) {
  const { view, locations, command } = props
  const lines = receivableLines(view)
  const first = locations.length > 0 ? 'RESTOCKED' : 'NOT_RESTOCKED'
  const [entries, setEntries] = useState<Readonly<Record<string, Entry>>>(
    Object.fromEntries(lines.map((line) => [line.id, { quantity: String(line.left), disposition: first }])),
  )
  const [location, setLocation] = useState(locations[0]?.gid ?? '')
  const restocks = Object.values(entries).some(({ disposition }) => disposition === 'RESTOCKED')
  const send = () => {
    const items = Object.entries(entries).map(([returnLineId, { quantity, disposition }]) => ({
      returnLineId,
      quantity: /^\d{1,6}$/.test(quantity.trim()) ? Number(quantity) : -1,
      disposition,
      locationGid: disposition === 'RESTOCKED' && location !== '' ? location : null,
    }))
    command.run({ intent: 'receive', items: items.filter(({ quantity }) => quantity !== 0) })
  }
  return (
    <BlockStack gap="300">
      {lines.map((line, index) => (
        <BlockStack gap="300" key={line.id}>
          {index > 0 ? <Divider /> : null}
          <LineFields
            line={line}
            entry={entries[line.id] ?? { quantity: '0', disposition: first }}
            error={command.problems[line.id] ?? false}
            onChange={(entry) => setEntries({ ...entries, [line.id]: entry })}
          />
        </BlockStack>
      ))}
      {restocks && locations.length > 1 ? (
        <Select
          label="Restock at"
          options={locations.map(({ gid, name }) => ({ value: gid, label: name }))}
          value={location}
          onChange={setLocation}
        />
      ) : null}
      <Button
        {...(props.isPrimary ? { variant: 'primary' as const } : {})}
        disabled={command.blocked !== null}
        loading={command.isBusy}
        onClick={send}
      >
        Mark received
      </Button>
    </BlockStack>
  )
}

function LineFields(props: {
  readonly line: { readonly title: string; readonly detail: string; readonly left: number }
  readonly entry: Entry
  readonly error: string | false
  readonly onChange: (entry: Entry) => void
}) {
  const { line, entry, error, onChange } = props
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="bodyMd" fontWeight="semibold">
        {line.title}
        {line.detail ? (
          <Text as="span" tone="subdued" fontWeight="regular">
            {` ${line.detail}`}
          </Text>
        ) : null}
      </Text>
      <InlineGrid columns={2} gap="200">
        <TextField
          label="Arrived"
          suffix={`of ${line.left}`}
          type="integer"
          min={0}
          max={line.left}
          value={entry.quantity}
          onChange={(quantity) => onChange({ ...entry, quantity })}
          autoComplete="off"
          error={error}
        />
        <Select
          label="Then"
          options={dispositions}
          value={entry.disposition}
          onChange={(disposition) => onChange({ ...entry, disposition })}
        />
      </InlineGrid>
    </BlockStack>
  )
}

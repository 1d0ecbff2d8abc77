import { useSearchParams } from '@remix-run/react'
import {
  Badge,
  type BadgeProps,
  BlockStack,
  Box,
  Card,
  IndexTable,
  type IndexTableProps,
  InlineStack,
  Link,
  Select,
  Text,
} from '@shopify/polaris'
import { PagedTable } from '#app/components/paged-table.tsx'
import type { EntryKind } from '#app/domain/ledger/entry.ts'
import { pageSize, shows, showWords, type LedgerAddress } from './ledger-address.ts'
import type { EntryView } from './money-page.server.ts'

type Props = {
  readonly entries: readonly EntryView[]
  readonly total: number
  readonly address: LedgerAddress
}

const tones = {
  reserved: 'info',
  done: 'success',
  released: undefined,
  failed: 'critical',
  external: 'attention',
  adjusted: 'warning',
} as const satisfies Record<EntryKind, BadgeProps['tone']>

const headings: IndexTableProps['headings'] = [
  { title: 'Entry' },
  { title: 'Date' },
  { title: 'Return' },
  { title: 'What' },
  { title: 'State' },
  { title: 'Decided by' },
  { title: 'Amount', alignment: 'end' },
]

/** The ledger, newest first. What is shown lives in the address, so that Back works. */
export function LedgerCard({ entries, total, address }: Props) {
  const [params, setParams] = useSearchParams()
  const go = (change: Record<string, string>) => {
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries(change)) next.set(name, value)
    setParams(next, { preventScrollReset: true })
  }
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Ledger
          </Text>
          <Box maxWidth="20rem">
            <Select
              label="Show"
              options={shows.map((show) => ({ value: show, label: showWords[show] }))}
              value={address.show}
              onChange={(show) => go({ show, page: '1' })}
            />
          </Box>
        </BlockStack>
      </Box>
      <PagedTable
        resourceName={{ singular: 'entry', plural: 'entries' }}
        headings={headings}
        rows={entries}
        idOf={({ sequence }) => String(sequence)}
        cells={(entry) => <Cells entry={entry} />}
        lines={(entry) => <Lines entry={entry} />}
        total={total}
        page={address.page}
        pageSize={pageSize}
        empty={<Empty show={address.show} />}
        onPage={(page) => go({ page: String(page) })}
      />
    </Card>
  )
}

function Empty({ show }: { readonly show: LedgerAddress['show'] }) {
  return (
    <Box padding="400">
      <Text as="p" alignment="center" tone="subdued">
        {show === 'all' ? 'No money has been promised yet.' : 'No money has moved yet.'}
      </Text>
    </Box>
  )
}

type RowProps = { readonly entry: EntryView }

function Cells({ entry }: RowProps) {
  return (
    <>
      <IndexTable.Cell>{entry.sequence}</IndexTable.Cell>
      <IndexTable.Cell>{entry.at}</IndexTable.Cell>
      <IndexTable.Cell>
        <Title entry={entry} />
      </IndexTable.Cell>
      <IndexTable.Cell>{entry.what}</IndexTable.Cell>
      <IndexTable.Cell>
        <Kind entry={entry} />
      </IndexTable.Cell>
      <IndexTable.Cell>{entry.by}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" numeric alignment="end">
          {entry.amount}
        </Text>
      </IndexTable.Cell>
    </>
  )
}

function Lines({ entry }: RowProps) {
  return (
    <>
      <InlineStack align="space-between" gap="200">
        <Title entry={entry} />
        <Text as="span" numeric>
          {entry.amount}
        </Text>
      </InlineStack>
      <Text as="span">{entry.what}</Text>
      <InlineStack gap="200" blockAlign="center">
        <Kind entry={entry} />
        <Text as="span" tone="subdued">
          {entry.by} · {entry.at}
        </Text>
      </InlineStack>
    </>
  )
}

function Title({ entry: { returnUrl, title } }: { readonly entry: EntryView }) {
  if (returnUrl === null) return <Text as="span">{title}</Text>
  return (
    <Link url={returnUrl} monochrome removeUnderline>
      <Text as="span" fontWeight="semibold">
        {title}
      </Text>
    </Link>
  )
}

function Kind({ entry: { kind, kindLabel } }: { readonly entry: EntryView }) {
  const tone = tones[kind]
  return <Badge {...(tone === undefined ? {} : { tone })}>{kindLabel}</Badge>
}

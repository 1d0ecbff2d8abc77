import { Badge, IndexTable, InlineStack, Link, Text } from '@shopify/polaris'
import type { ReturnRow } from '#app/components/return-row.ts'
import { StatusBadge } from '#app/components/status-badge.tsx'

type Props = { readonly row: ReturnRow }

/** A return as a row of the table. */
export function ReturnCells({ row }: Props) {
  return (
    <>
      <IndexTable.Cell>
        <Link url={`/app/returns/${row.id}`} dataPrimaryLink monochrome removeUnderline>
          <Text as="span" fontWeight="semibold">
            {row.title}
          </Text>
        </Link>
      </IndexTable.Cell>
      <IndexTable.Cell>{row.buyer}</IndexTable.Cell>
      <IndexTable.Cell>{row.items}</IndexTable.Cell>
      <IndexTable.Cell>{row.outcome}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" numeric alignment="end">
          {row.amount}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>{row.ago}</IndexTable.Cell>
      <IndexTable.Cell>
        <InlineStack gap="100" wrap={false}>
          <StatusBadge status={row.status} label={row.statusLabel} />
          {row.needsAttention ? <Badge tone="warning">Look</Badge> : null}
        </InlineStack>
      </IndexTable.Cell>
    </>
  )
}

/** The same return on a narrow screen: everything, in three lines. */
export function ReturnInLines({ row }: Props) {
  return (
    <>
      <InlineStack align="space-between" gap="200">
        <Link url={`/app/returns/${row.id}`} dataPrimaryLink monochrome removeUnderline>
          <Text as="span" fontWeight="semibold">
            {row.title}
          </Text>
        </Link>
        <Text as="span" numeric>
          {row.amount}
        </Text>
      </InlineStack>
      <Text as="span" tone="subdued">
        {row.buyer} · {row.items}
      </Text>
      <InlineStack gap="200" blockAlign="center">
        <StatusBadge status={row.status} label={row.statusLabel} />
        {row.needsAttention ? <Badge tone="warning">Look</Badge> : null}
        <Text as="span" tone="subdued">
          {row.outcome} · {row.ago}
        </Text>
      </InlineStack>
    </>
  )
}

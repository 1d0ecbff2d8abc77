import { BlockStack, Card, FormLayout, Select, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { DownloadButton } from '#app/components/download-button.tsx'
import { shows, showWords, type Show } from './ledger-address.ts'

/** The ledger as a file for accounting. */
export function ExportCard({ today, mayExport }: { readonly today: string; readonly mayExport: boolean }) {
  const [from, setFrom] = useState(`${today.slice(0, 7)}-01`)
  const [to, setTo] = useState(today)
  const [show, setShow] = useState<Show>('moved')
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Export for accounting
          </Text>
          <Text as="p" tone="subdued">
            A CSV file, one row per entry, with Shopify’s refund and transaction. Days are your store’s.
          </Text>
        </BlockStack>
        <FormLayout>
          <FormLayout.Group>
            <TextField label="From" type="date" value={from} onChange={setFrom} autoComplete="off" />
            <TextField label="To" type="date" value={to} onChange={setTo} autoComplete="off" />
          </FormLayout.Group>
          <Select
            label="Entries"
            options={shows.map((value) => ({ value, label: showWords[value] }))}
            value={show}
            onChange={(value) => setShow(shows.find((one) => one === value) ?? 'moved')}
          />
        </FormLayout>
        <DownloadButton
          label="Download CSV"
          url={`/app/money/export?${new URLSearchParams({ from, to, show }).toString()}`}
          file={`homeward-ledger_${from}_${to}.csv`}
          toast="Ledger downloaded"
          problem="The file could not be made. Check the days and try again."
          isDisabled={!mayExport}
        />
        {mayExport ? null : (
          <Text as="p" tone="subdued">
            Exporting needs the role of a manager.
          </Text>
        )}
      </BlockStack>
    </Card>
  )
}

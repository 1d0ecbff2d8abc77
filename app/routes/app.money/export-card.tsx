import { useAppBridge } from '@shopify/app-bridge-react'
import {
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineError,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris'
import { useState } from 'react'
import { shows, showWords, type Show } from './ledger-address.ts'

/** The ledger as a file for accounting. A link could not carry the session token: the file is fetched, then saved. */
export function ExportCard({ today, mayExport }: { readonly today: string; readonly mayExport: boolean }) {
  const shopify = useAppBridge()
  const [from, setFrom] = useState(`${today.slice(0, 7)}-01`)
  const [to, setTo] = useState(today)
  const [show, setShow] = useState<Show>('moved')
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const download = async () => {
    setState('loading')
    const response = await fetch(`/app/money/export?${new URLSearchParams({ from, to, show }).toString()}`)
    if (!response.ok) {
      setState('failed')
      return
    }
    save(await response.blob(), `homeward-ledger_${from}_${to}.csv`)
    setState('idle')
    shopify.toast.show('Ledger downloaded')
  }
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
        {state === 'failed' ? (
          <InlineError fieldID="export" message="The file could not be made. Check the days and try again." />
        ) : null}
        <InlineStack>
          <Button
            disabled={!mayExport}
            loading={state === 'loading'}
            onClick={() => {
              download().catch(() => setState('failed'))
            }}
          >
            Download CSV
          </Button>
        </InlineStack>
        {mayExport ? null : (
          <Text as="p" tone="subdued">
            Exporting needs the role of a manager.
          </Text>
        )}
      </BlockStack>
    </Card>
  )
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

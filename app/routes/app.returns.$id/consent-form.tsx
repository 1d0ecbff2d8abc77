import { BlockStack, Button, InlineStack, Select, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { ReturnCommands } from './route.tsx'

/** The buyer's word, heard by staff, that store credit is fine: what the law wants before money goes another way than it came. */
export function ConsentForm({
  buyer,
  command,
}: {
  readonly buyer: string
  readonly command: ReturnCommands
}) {
  const [way, setWay] = useState('phone')
  const [note, setNote] = useState('')
  return (
    <BlockStack gap="300">
      <Text as="p">
        By law the money goes back the way it was paid unless {buyer} agrees expressly. Your name and this
        moment are kept with it.
      </Text>
      <Select
        label="How it was said"
        options={[
          { value: 'phone', label: 'By phone' },
          { value: 'mail', label: 'By e-mail' },
          { value: 'in_person', label: 'In person' },
        ]}
        value={way}
        onChange={setWay}
      />
      <TextField
        label="What was agreed"
        value={note}
        onChange={setNote}
        maxLength={500}
        multiline={2}
        autoComplete="off"
        error={command.problems.consent ?? false}
      />
      <InlineStack>
        <Button
          disabled={command.payBlocked !== null}
          loading={command.isBusy}
          onClick={() => command.run({ intent: 'consent', way, note })}
        >
          Write down the consent
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

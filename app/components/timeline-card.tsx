import { Form } from '@remix-run/react'
import { BlockStack, Box, Button, Card, Divider, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { TimelineView } from './return-view.ts'

/** Everything that happened, newest first, and the field for a note that only staff see. */
export function TimelineCard(props: {
  readonly timeline: readonly TimelineView[]
  readonly error: string | undefined
  readonly isBusy: boolean
}) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Timeline
        </Text>
        <NoteForm key={props.timeline.length} error={props.error} isBusy={props.isBusy} />
        <BlockStack gap="300">
          {props.timeline.map((entry, index) => (
            <BlockStack gap="300" key={entry.sequence}>
              {index > 0 ? <Divider /> : null}
              <Entry entry={entry} />
            </BlockStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  )
}

function Entry({ entry }: { readonly entry: TimelineView }) {
  return (
    <BlockStack gap="050">
      <Text as="p" fontWeight={entry.isNote ? 'semibold' : 'regular'}>
        {entry.text}
      </Text>
      {entry.detail ? (
        <Box paddingInlineStart="300" borderInlineStartWidth="025" borderColor="border">
          <Text as="p" breakWord>
            {entry.detail}
          </Text>
        </Box>
      ) : null}
      <Text as="p" tone="subdued" variant="bodySm">
        {entry.actor} · <time title={entry.at}>{entry.ago}</time>
      </Text>
    </BlockStack>
  )
}

function NoteForm({ error, isBusy }: { readonly error: string | undefined; readonly isBusy: boolean }) {
  const [text, setText] = useState('')
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="note" />
      <BlockStack gap="200">
        <TextField
          label="Note for staff"
          name="text"
          value={text}
          onChange={setText}
          autoComplete="off"
          multiline={2}
          maxLength={2000}
          helpText="The shopper does not see it."
          {...(error === undefined ? {} : { error })}
        />
        <InlineStack align="end">
          <Button submit disabled={text.trim() === ''} loading={isBusy}>
            Add note
          </Button>
        </InlineStack>
      </BlockStack>
    </Form>
  )
}

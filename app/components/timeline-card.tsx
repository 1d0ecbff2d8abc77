import { BlockStack, Box, Button, Card, Divider, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { TimelineView } from './return-view.ts'
import type { CommandRunner } from './use-command.ts'

/** What the note's form needs of the page's commands. */
export type NoteCommand = Pick<CommandRunner, 'run' | 'isBusy' | 'failure' | 'problems'> & {
  /** Why who looks may not write; null where they may. */
  readonly blocked: string | null
  readonly failed: { readonly intent: string } | null
}

/** Everything that happened, newest first, and the field for a note that only staff see. */
export function TimelineCard(props: {
  readonly timeline: readonly TimelineView[]
  readonly command: NoteCommand
}) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Timeline
        </Text>
        <NoteForm key={props.timeline.length} command={props.command} />
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

function NoteForm({ command }: { readonly command: NoteCommand }) {
  const [text, setText] = useState('')
  const error = command.failed?.intent === 'note' ? (command.problems.note ?? command.failure) : null
  return (
    <BlockStack gap="200">
      <TextField
        label="Note for staff"
        value={text}
        onChange={setText}
        autoComplete="off"
        multiline={2}
        maxLength={2000}
        helpText="The shopper does not see it."
        error={error ?? false}
      />
      <InlineStack align="end">
        <Button
          disabled={text.trim() === '' || command.blocked !== null}
          loading={command.isBusy}
          onClick={() => command.run({ intent: 'note', text })}
        >
          Add note
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

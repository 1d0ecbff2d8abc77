import { Modal, TitleBar } from '@shopify/app-bridge-react'
import { BlockStack, Box, List, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'

type Props = {
  readonly isOpen: boolean
  readonly next: number
  /** What differs from the version in force, in words. */
  readonly changes: readonly string[]
  readonly judgesEarlierOrders: boolean
  readonly onPublish: (note: string) => void
  readonly onHide: () => void
}

/** Asks before a version is published: it can never be changed afterwards. */
export function PublishModal({ isOpen, next, changes, judgesEarlierOrders, onPublish, onHide }: Props) {
  const [note, setNote] = useState('')
  return (
    <Modal id="publish-policy" open={isOpen} onHide={onHide}>
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="p">
            {`Version ${next} judges the orders placed from now on${
              judgesEarlierOrders ? ', and earlier ones where it is better for the buyer' : ''
            }. A published version stays as it is; to change something you publish the next one.`}
          </Text>
          {changes.length > 0 ? (
            <List>
              {changes.map((sentence) => (
                <List.Item key={sentence}>{sentence}</List.Item>
              ))}
            </List>
          ) : null}
          <TextField
            label="What changed"
            value={note}
            onChange={setNote}
            maxLength={500}
            autoComplete="off"
            helpText="For your colleagues, in the list of versions."
          />
        </BlockStack>
      </Box>
      <TitleBar title={`Publish version ${next}?`}>
        <button variant="primary" onClick={() => onPublish(note)}>
          {`Publish version ${next}`}
        </button>
        <button onClick={onHide}>Not now</button>
      </TitleBar>
    </Modal>
  )
}

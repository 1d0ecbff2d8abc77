import { Modal, TitleBar } from '@shopify/app-bridge-react'
import { Banner, BlockStack, Box, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { Changes } from '../app.policy/publish-modal.tsx'
import { isWhole, type When, WhenFields } from '../app.policy/when-fields.tsx'
import type { HistoryPageData, VersionView } from './history-page.server.ts'

type Props = {
  readonly version: VersionView | null
  readonly page: Pick<HistoryPageData, 'next' | 'secondPerson' | 'today' | 'timeZone'>
  readonly onPublish: (publication: { readonly note: string; readonly from: When }) => void
  readonly onHide: () => void
}

/** Asks before an older version is published anew, with what that changes against the one in force. */
export function BackModal({ version, page, onPublish, onHide }: Props) {
  const [note, setNote] = useState('')
  const [from, setFrom] = useState<When>(null)
  const { next, secondPerson } = page
  const number = version?.number ?? 0
  const failing = version?.back?.failing ?? []
  return (
    <Modal id="back-to-version" open={version !== null} onHide={onHide}>
      <Box padding="400">
        <BlockStack gap="400">
          <Text as="p">
            {`What version ${number} says is published anew as version ${next}. It judges the orders placed ${
              from === null ? 'from now on' : 'from that moment on'
            }; orders placed before keep theirs. The draft stays as it is.`}
          </Text>
          {failing.length > 0 ? (
            <Banner
              tone="warning"
              title={`${failing.length === 1 ? 'One example comes' : `${failing.length} examples come`} out otherwise: ${failing.join(', ')}. It blocks publishing.`}
            />
          ) : null}
          <Changes changes={version?.back?.changes ?? []} />
          <WhenFields when={from} today={page.today} timeZone={page.timeZone} onChange={setFrom} />
          <TextField
            label="Why"
            value={note}
            onChange={setNote}
            maxLength={500}
            autoComplete="off"
            helpText="For your colleagues, in this list."
          />
        </BlockStack>
      </Box>
      <TitleBar title={`Back to version ${number}?`}>
        <button variant="primary" disabled={!isWhole(from)} onClick={() => onPublish({ note, from })}>
          {secondPerson ? 'Ask a second person' : `Publish as version ${next}`}
        </button>
        <button onClick={onHide}>Not now</button>
      </TitleBar>
    </Modal>
  )
}

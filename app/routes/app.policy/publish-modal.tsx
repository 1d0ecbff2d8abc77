import { Modal, TitleBar } from '@shopify/app-bridge-react'
import { Badge, BlockStack, Box, InlineStack, List, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { Finding, Severity } from '#app/domain/policy/lint/finding.ts'
import type { ExampleView } from './example-view.ts'
import type { PolicyPageData } from './policy-page.server.ts'
import { isWhole, type When, WhenFields } from './when-fields.tsx'

type Props = {
  readonly isOpen: boolean
  readonly page: Pick<
    PolicyPageData,
    | 'next'
    | 'latest'
    | 'changes'
    | 'changesNow'
    | 'versions'
    | 'examples'
    | 'secondPerson'
    | 'today'
    | 'timeZone'
  >
  /** Null while the linter has nothing to say of what is stored. */
  readonly findings: readonly Finding[] | null
  readonly judgesEarlierOrders: boolean
  readonly onPublish: (publication: { readonly note: string; readonly from: When }) => void
  readonly onHide: () => void
}

/** Asks before a version is published, with everything that speaks for and against it: it can never be changed afterwards. */
export function PublishModal({ isOpen, page, findings, judgesEarlierOrders, onPublish, onHide }: Props) {
  const [note, setNote] = useState('')
  const [from, setFrom] = useState<When>(null)
  const { next, secondPerson } = page
  const verb = secondPerson ? 'Ask a second person' : `Publish version ${next}`
  // At once it follows the version in force; later it follows the one that takes over before.
  const changes = from === null ? (page.changesNow ?? page.changes) : page.changes
  return (
    <Modal id="publish-policy" open={isOpen} onHide={onHide}>
      <Box padding="400">
        <BlockStack gap="400">
          <Text as="p">
            {`Version ${next} judges the orders placed ${from === null ? 'from now on' : 'from that moment on'}${
              judgesEarlierOrders ? ', and earlier ones where it is better for the buyer' : ''
            }. A published version stays as it is; to change something you publish the next one.`}
          </Text>
          {page.versions.next !== null ? (
            <Text as="p" fontWeight="semibold">
              {`Version ${page.versions.next.number} is set to take over on ${page.versions.next.from}. Take it back under All versions if it should not.`}
            </Text>
          ) : null}
          <Changes changes={changes} />
          <Checks findings={findings} examples={page.examples} />
          <WhenFields when={from} today={page.today} timeZone={page.timeZone} onChange={setFrom} />
          <TextField
            label="What changed"
            value={note}
            onChange={setNote}
            maxLength={500}
            autoComplete="off"
            helpText="For your colleagues, in the list of versions."
          />
          {secondPerson ? (
            <Text as="p" tone="subdued">
              This shop wants a second person. They see what you ask for, and publish exactly that.
            </Text>
          ) : null}
        </BlockStack>
      </Box>
      <TitleBar title={secondPerson ? `Ask to publish version ${next}?` : `Publish version ${next}?`}>
        <button variant="primary" disabled={!isWhole(from)} onClick={() => onPublish({ note, from })}>
          {verb}
        </button>
        <button onClick={onHide}>Not now</button>
      </TitleBar>
    </Modal>
  )
}

/** What differs, in words. */
export function Changes({ changes }: { readonly changes: readonly string[] }) {
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {changes.length === 1 ? '1 change' : `${changes.length} changes`}
      </Text>
      {changes.length > 0 ? (
        <List>
          {changes.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      ) : (
        <Text as="p">It says the same as the version before.</Text>
      )}
    </BlockStack>
  )
}

const severityWords: Readonly<Record<Severity, readonly [one: string, more: string]>> = {
  fault: ['mistake', 'mistakes'],
  warning: ['warning', 'warnings'],
  note: ['note', 'notes'],
}

/** What linter and examples say, in short. */
function Checks(props: {
  readonly findings: readonly Finding[] | null
  readonly examples: readonly ExampleView[]
}) {
  const { examples } = props
  const findings = props.findings ?? []
  const failing = examples.filter(({ differences }) => differences.length > 0).length
  const found = (['fault', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length
    const [one, more] = severityWords[severity]
    return count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]
  })
  const isBad = findings.some(({ severity }) => severity === 'fault')
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        Checks
      </Text>
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={isBad ? 'critical' : found.length > 0 ? 'warning' : 'success'}>
          {found.length > 0 ? found.join(', ') : 'Nothing found'}
        </Badge>
        <Text as="span">
          {isBad ? 'by the check of the rules: mistakes block publishing' : 'by the check of the rules'}
        </Text>
      </InlineStack>
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={failing > 0 ? 'critical' : 'success'}>
          {examples.length === 0
            ? 'None kept'
            : failing > 0
              ? `${failing} of ${examples.length} otherwise`
              : `${examples.length} as expected`}
        </Badge>
        <Text as="span">{failing > 0 ? 'examples: they block publishing' : 'examples'}</Text>
      </InlineStack>
    </BlockStack>
  )
}

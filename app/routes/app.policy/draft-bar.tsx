import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from '@shopify/polaris'
import { RedoIcon, UndoIcon } from '@shopify/polaris-icons'
import type { DraftState } from './use-draft.ts'

type Props = {
  readonly hasDraft: boolean
  readonly latest: number
  readonly changeCount: number
  readonly whichOrders: string
  /** The version in force and the one that takes over, as sentences. */
  readonly inForce: string
  readonly state: DraftState
  readonly isDirty: boolean
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
  readonly onShowMissing: () => void
  readonly onTemplates: () => void
  readonly onDiscard: () => void
}

/** What stands here, whether it is stored, and where to go with it. */
export function DraftBar(props: Props) {
  const { hasDraft, latest, changeCount, undo, redo } = props
  const changes = changeCount === 1 ? '1 change' : `${changeCount} changes`
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {hasDraft ? `Draft, not published. ${changes} since version ${latest}.` : 'No draft'}
            </Text>
            <Text as="p" tone="subdued">
              {hasDraft ? props.whichOrders : 'Change something below: shoppers see it once it is published.'}
            </Text>
            <Text as="p" tone="subdued">
              {props.inForce}
            </Text>
          </BlockStack>
          <ButtonGroup>
            <Button
              icon={UndoIcon}
              accessibilityLabel="Undo"
              disabled={undo === null}
              onClick={() => undo?.()}
            />
            <Button
              icon={RedoIcon}
              accessibilityLabel="Redo"
              disabled={redo === null}
              onClick={() => redo?.()}
            />
          </ButtonGroup>
        </InlineStack>
        <SaveStatus {...props} />
        <InlineStack gap="400" blockAlign="center">
          <Button variant="plain" url="/app/policy/try">
            Try an order
          </Button>
          <Button variant="plain" url="/app/policy/replay">
            Replay the past
          </Button>
          <Button variant="plain" url="/app/policy/page">
            Policy page
          </Button>
          <Button variant="plain" url="/app/policy/history">
            All versions
          </Button>
          <Button variant="plain" onClick={props.onTemplates}>
            Start from a template
          </Button>
          {hasDraft ? (
            <Button variant="plain" tone="critical" onClick={props.onDiscard}>
              Discard draft
            </Button>
          ) : null}
        </InlineStack>
      </BlockStack>
    </Card>
  )
}

/** Whether the draft is stored. It always takes a line, so that nothing jumps. */
function SaveStatus({ state, isDirty, onShowMissing }: Props) {
  return (
    <InlineStack gap="200" blockAlign="center">
      <div role="status">
        <Text as="p" {...(state.kind === 'failed' ? { tone: 'critical' as const } : {})}>
          {saySaved(state, isDirty)}
        </Text>
      </div>
      {state.kind === 'incomplete' ? (
        <Button variant="plain" onClick={onShowMissing}>
          Show what is missing
        </Button>
      ) : null}
    </InlineStack>
  )
}

function saySaved(state: DraftState, isDirty: boolean): string {
  switch (state.kind) {
    case 'saving':
      return 'Saving…'
    case 'incomplete':
      return 'Not saved yet: something is not complete.'
    case 'conflict':
      return 'Not saved.'
    case 'failed':
      return state.message
    case 'saved': {
      if (isDirty) return 'Saving in a moment…'
      const took = state.tookBackApproval ? ' The question to a second person is taken back.' : ''
      return state.at === null ? 'Everything is saved.' : `Saved at ${state.at}.${took}`
    }
  }
}

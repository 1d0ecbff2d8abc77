import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  ProgressBar,
  Select,
  Text,
} from '@shopify/polaris'
import type { ReplayPage } from './replay-page.server.ts'
import type { RunView } from './run-view.ts'

type Props = {
  readonly run: RunView | null
  readonly runs: ReplayPage['runs']
  readonly loading: string | null
  /** Cancelling or going on. */
  readonly isBusy: boolean
  /** Another replay is not under way, and the person may start one. */
  readonly mayResume: boolean
  readonly mayCancel: boolean
  readonly onCancel: () => void
  readonly onResume: () => void
  readonly onChoose: (id: string) => void
}

const states = {
  waiting: { label: 'Waits for order facts', tone: 'info' },
  running: { label: 'Runs', tone: 'info' },
  done: { label: 'Done', tone: 'success' },
  cancelled: { label: 'Cancelled', tone: 'warning' },
  failed: { label: 'Failed', tone: 'critical' },
} as const

/** The replay that is shown: what was asked, how far it is. Its height stays the same from the first order to the last. */
export function RunCard({ run, runs, loading, onChoose, ...commands }: Props) {
  if (run === null) {
    return (
      <Card>
        <Text as="p" tone="subdued">
          Nothing has been replayed yet. The first replay reads your past orders from Shopify once; later ones
          use what is kept here.
        </Text>
      </Card>
    )
  }
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {`${run.sides.after} against ${run.sides.before.toLowerCase()}`}
            </Text>
            <Badge tone={states[run.state].tone}>{states[run.state].label}</Badge>
          </InlineStack>
          <StopOrGoOn run={run} {...commands} />
        </InlineStack>
        <Text as="p" tone="subdued">
          {run.asked}
        </Text>
        <BlockStack gap="200">
          <ProgressBar
            progress={run.progress.percent}
            ariaLabelledBy="replay-progress"
            size="small"
            animated={false}
          />
          <Box minHeight="48px">
            <div role="status">
              <Text as="p" id="replay-progress">
                {run.state === 'waiting' ? (loading ?? 'Waits for the worker…') : run.progress.text}
              </Text>
            </div>
            {run.problem === null ? null : (
              <Text as="p" tone="critical">
                {run.problem === 'facts'
                  ? 'Shopify did not hand over the past orders. Start the replay again in a while.'
                  : `It stopped: ${run.problem}`}
              </Text>
            )}
          </Box>
        </BlockStack>
        {runs.length > 1 ? (
          <Select
            label="Shown"
            labelInline
            options={runs.map(({ id, label }) => ({ value: id, label }))}
            value={run.id}
            onChange={onChoose}
          />
        ) : null}
      </BlockStack>
    </Card>
  )
}

type Commands = Pick<Props, 'isBusy' | 'mayCancel' | 'mayResume' | 'onCancel' | 'onResume'> & {
  readonly run: RunView
}

/** One place for both, so that the focus stays where it was pressed. */
function StopOrGoOn({ run, isBusy, mayCancel, mayResume, onCancel, onResume }: Commands) {
  if (run.state === 'done' || run.state === 'failed') return null
  const isCancelled = run.state === 'cancelled'
  return (
    <Button
      disabled={isCancelled ? !mayResume : !mayCancel}
      loading={isBusy}
      onClick={isCancelled ? onResume : onCancel}
    >
      {isCancelled ? 'Go on with it' : 'Cancel replay'}
    </Button>
  )
}

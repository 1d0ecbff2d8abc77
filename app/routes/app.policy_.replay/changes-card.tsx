import { useFetcher } from '@remix-run/react'
import {
  Badge,
  BlockStack,
  Button,
  Card,
  Collapsible,
  Divider,
  InlineStack,
  Pagination,
  Select,
  Spinner,
  Text,
} from '@shopify/polaris'
import { Fragment, useId, useState } from 'react'
import { DownloadButton } from '#app/components/download-button.tsx'
import { VerdictDot } from '#app/components/verdict-dot.tsx'
import { type ReplayWay, replayWays } from '#app/domain/replay/replay-request.ts'
import { ComparedLineCard } from '../app.policy_.try/compared-line.tsx'
import type { loader as changeLoader } from '../app.policy_.replay_.change.ts'
import { wayWords } from './replay-words.ts'
import type { ChangeView } from './replay-page.server.ts'
import type { RunView } from './run-view.ts'

type Props = {
  readonly run: RunView
  readonly counts: Readonly<Record<ReplayWay, number>>
  readonly changes: readonly ChangeView[]
  readonly way: ReplayWay | null
  readonly isFirst: boolean
  readonly hasNext: boolean
  readonly onWay: (way: string | null) => void
  readonly onFirst: () => void
  readonly onNext: () => void
}

const number = new Intl.NumberFormat('en')

const tones = { up: 'success', down: 'critical', both: 'attention', terms: 'info' } as const

/** The orders and returns that come out otherwise, each opening both decisions; all of them as a file. */
export function ChangesCard({ run, counts, changes, way, isFirst, hasNext, onWay, onFirst, onNext }: Props) {
  const all = replayWays.reduce((sum, one) => sum + counts[one], 0)
  const options = [
    { label: `All (${number.format(all)})`, value: '' },
    ...replayWays.map((one) => ({ label: `${wayWords[one]} (${number.format(counts[one])})`, value: one })),
  ]
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            What comes out otherwise
          </Text>
          <DownloadButton
            label="Download CSV"
            url={`/app/policy/replay/export?${new URLSearchParams({ run: run.id }).toString()}`}
            file="homeward-replay.csv"
            toast="Replay downloaded"
            problem="The file could not be made. Try again."
            isDisabled={all === 0}
          />
        </InlineStack>
        <Select label="Show" options={options} value={way ?? ''} onChange={(value) => onWay(value || null)} />
        {changes.length === 0 ? <Text as="p">Every order and every return comes out as before.</Text> : null}
        {changes.map((change, index) => (
          <Fragment key={change.subject}>
            {index > 0 ? <Divider /> : null}
            <Change run={run} change={change} />
          </Fragment>
        ))}
        {isFirst && !hasNext ? null : (
          <InlineStack align="center">
            <Pagination
              hasPrevious={!isFirst}
              previousTooltip="From the first"
              onPrevious={onFirst}
              hasNext={hasNext}
              nextTooltip="Further ones"
              onNext={onNext}
            />
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  )
}

function Change({ run, change }: { readonly run: RunView; readonly change: ChangeView }) {
  const [isOpen, setIsOpen] = useState(false)
  const fetcher = useFetcher<typeof changeLoader>()
  const id = useId()
  const toggle = () => {
    setIsOpen(!isOpen)
    const params = new URLSearchParams({ run: run.id, subject: change.subject })
    if (!isOpen && fetcher.data === undefined) fetcher.load(`/app/policy/replay/change?${params.toString()}`)
  }
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          {change.orderName}
        </Text>
        <Text as="span" tone="subdued">
          {change.about}
        </Text>
        <Badge tone={tones[change.way]}>{change.wayLabel}</Badge>
      </InlineStack>
      <Side title={run.sides.before} side={change.before} />
      <Side title={run.sides.after} side={change.after} />
      {change.lines.map((line) => (
        <Text as="p" key={line} tone="subdued" breakWord>
          {line}
        </Text>
      ))}
      <InlineStack>
        <Button
          variant="plain"
          disclosure={isOpen ? 'up' : 'down'}
          ariaExpanded={isOpen}
          ariaControls={id}
          accessibilityLabel={`Both decisions for ${change.orderName}, ${change.about}`}
          onClick={toggle}
        >
          Both decisions
        </Button>
      </InlineStack>
      <Collapsible id={id} open={isOpen} transition={false}>
        <BlockStack gap="300">
          {fetcher.data === undefined ? (
            <Spinner size="small" accessibilityLabel="Loading both decisions" />
          ) : fetcher.data.lines === null ? (
            <Text as="p">This order is not kept any more.</Text>
          ) : (
            fetcher.data.lines.map((line) => (
              <ComparedLineCard
                key={line.id}
                line={line}
                titles={{ published: run.sides.before, draft: run.sides.after }}
              />
            ))
          )}
        </BlockStack>
      </Collapsible>
    </BlockStack>
  )
}

function Side({ title, side }: { readonly title: string; readonly side: ChangeView['before'] }) {
  return (
    <InlineStack gap="150" wrap={false} blockAlign="start">
      <VerdictDot verdict={side.verdict} label="" />
      <Text as="p">
        <Text as="span" fontWeight="semibold">{`${title}: `}</Text>
        {side.text}
      </Text>
    </InlineStack>
  )
}

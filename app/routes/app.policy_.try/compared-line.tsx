import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  Collapsible,
  InlineGrid,
  InlineStack,
  Text,
  Thumbnail,
} from '@shopify/polaris'
import { ImageIcon } from '@shopify/polaris-icons'
import { useId, useState } from 'react'
import { WhyDetails } from '#app/components/return-lines.tsx'
import { VerdictDot } from '#app/components/verdict-dot.tsx'
import type { ComparedLine, ComparedRow, SideView } from './compare-line.ts'

type Titles = { readonly published: string; readonly draft: string }

/** A line of the order: both decisions, what differs between them, and everything else on demand. */
export function ComparedLineCard({ line, titles }: { readonly line: ComparedLine; readonly titles: Titles }) {
  const [showsAll, setShowsAll] = useState(false)
  /** The title of the side whose trace is open, below both: it needs the whole width. */
  const [traced, setTraced] = useState<string | null>(null)
  const [id, sameId] = [useId(), useId()]
  const sides = [
    { side: line.published, title: titles.published },
    ...(line.draft === null ? [] : [{ side: line.draft, title: titles.draft }]),
  ]
  // Decision and reason stand above; below is what else differs.
  const different = line.rows.slice(2).filter(({ differs }) => differs)
  const same = line.rows.slice(2).filter(({ differs }) => !differs)
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="300" wrap={false} blockAlign="start">
          <Thumbnail source={line.imageUrl ?? ImageIcon} alt="" size="small" />
          <BlockStack gap="050">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" variant="headingMd">
                {line.title}
              </Text>
              {line.draft === null ? null : (
                <Badge tone={line.differs ? 'attention' : 'success'}>
                  {line.differs ? 'Differs' : 'The same'}
                </Badge>
              )}
            </InlineStack>
            <Text as="p" tone="subdued">
              {line.detail}
            </Text>
          </BlockStack>
        </InlineStack>
        <InlineGrid columns={line.draft === null ? 1 : { xs: 1, sm: 2 }} gap="300">
          {sides.map(({ side, title }) => (
            <Side
              key={title}
              side={side}
              title={title}
              line={line.title}
              traceId={id}
              isTraced={traced === title}
              onTrace={() => setTraced(traced === title ? null : title)}
            />
          ))}
        </InlineGrid>
        <div id={id}>
          {sides
            .filter(({ title }) => title === traced)
            .map(({ side, title }) => (
              <BlockStack gap="200" key={title}>
                <Text as="h4" variant="headingSm">
                  {`Full trace: ${title}`}
                </Text>
                <WhyDetails why={side.why} title={`Terms of ${title.toLowerCase()}`} />
              </BlockStack>
            ))}
        </div>
        {different.map((row) => (
          <DifferentRow key={row.name} row={row} titles={titles} />
        ))}
        <BlockStack gap="200" inlineAlign="start">
          <Button
            variant="plain"
            disclosure={showsAll ? 'up' : 'down'}
            ariaExpanded={showsAll}
            ariaControls={sameId}
            accessibilityLabel={`${line.draft === null ? 'Terms' : 'The same in both'} for ${line.title}`}
            onClick={() => setShowsAll(!showsAll)}
          >
            {line.draft === null ? 'Terms' : `The same in both (${same.length})`}
          </Button>
          <Collapsible id={sameId} open={showsAll} transition={false}>
            <BlockStack gap="200">
              {same.map((row) => (
                <Text as="p" key={row.name}>
                  <Text as="span" fontWeight="semibold">
                    {`${row.name}: `}
                  </Text>
                  {row.published}
                </Text>
              ))}
            </BlockStack>
          </Collapsible>
        </BlockStack>
      </BlockStack>
    </Card>
  )
}

type SideProps = {
  readonly side: SideView
  readonly title: string
  readonly line: string
  readonly traceId: string
  readonly isTraced: boolean
  readonly onTrace: () => void
}

/** One policy's decision; "Full trace" opens every term, who set it, and every rule with what it found. */
function Side({ side, title, line, traceId, isTraced, onTrace }: SideProps) {
  return (
    <Box padding="300" background="bg-surface-secondary" borderRadius="200">
      <BlockStack gap="200" inlineAlign="start">
        <Text as="h4" variant="headingSm">
          {title}
        </Text>
        <InlineStack gap="150" wrap={false} blockAlign="start">
          <VerdictDot verdict={side.verdict} label="" />
          <Text as="p" fontWeight="semibold">
            {side.verdictLabel}
          </Text>
        </InlineStack>
        <Text as="p">{side.because}</Text>
        {side.laterVersion === null ? null : (
          <Text as="p" tone="subdued">
            {`Judged by version ${side.laterVersion}, which is better for the buyer.`}
          </Text>
        )}
        <Button
          variant="plain"
          disclosure={isTraced ? 'up' : 'down'}
          ariaExpanded={isTraced}
          ariaControls={traceId}
          accessibilityLabel={`Full trace of ${title} for ${line}`}
          onClick={onTrace}
        >
          Full trace
        </Button>
      </BlockStack>
    </Box>
  )
}

function DifferentRow({ row, titles }: { readonly row: ComparedRow; readonly titles: Titles }) {
  return (
    <BlockStack gap="100">
      <Text as="h4" variant="headingSm">
        {row.name}
      </Text>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <Value title={titles.published} text={row.published} isNew={false} />
        <Value title={titles.draft} text={row.draft ?? ''} isNew />
      </InlineGrid>
    </BlockStack>
  )
}

/** A value of one side. The draft's is bold: which one is new is not told by its place alone. */
function Value(props: { readonly title: string; readonly text: string; readonly isNew: boolean }) {
  return (
    <Box
      paddingInlineStart="300"
      borderInlineStartWidth="050"
      borderColor={props.isNew ? 'border-emphasis' : 'border'}
    >
      <Text as="p" tone="subdued" variant="bodySm">
        {props.title}
      </Text>
      <Text as="p" fontWeight={props.isNew ? 'semibold' : 'regular'}>
        {props.text}
      </Text>
    </Box>
  )
}

import { BlockStack, Box, Card, InlineGrid, InlineStack, Text } from '@shopify/polaris'
import { groupNames, type GroupName } from '#app/domain/replay/tally.ts'
import { FigureTable } from './figure-table.tsx'
import { groupWords } from './replay-words.ts'
import type { Bar, MoneyRow, PartView, RunView } from './run-view.ts'

type Props = { readonly part: PartView; readonly title: string; readonly sides: RunView['sides'] }

const number = new Intl.NumberFormat('en')

/** The answer and what flips: rows are always the same, so nothing moves while figures come in. */
export function FlipsCard({ part, title, sides }: Props) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" variant="bodyLg" fontWeight="semibold">
            {part.sentence}
          </Text>
        </BlockStack>
        <FigureTable
          label={title}
          columnContentTypes={['text', 'numeric', 'numeric']}
          headings={[
            `By ${sides.before.toLowerCase()} → by ${sides.after === 'Draft' ? 'the draft' : sides.after.toLowerCase()}`,
            'Lines',
            'Requests',
          ]}
          rows={part.flips.map(({ label, lines, requests, tone }) => [
            <Barred
              key={label}
              label={label}
              bars={[{ tone, part: lines }]}
              most={Math.max(1, part.lines)}
            />,
            number.format(lines),
            number.format(requests),
          ])}
        />
        <Text as="p" tone="subdued">
          {`${number.format(part.blocked)} further lines could not come back by any policy: gift cards, cancelled or not sent.`}
        </Text>
      </BlockStack>
    </Card>
  )
}

/** What both policies pay and keep, per currency, and where the law carried a line. */
export function MoneyCard({ part, title, sides }: Props) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        {part.money.length === 0 ? <Text as="p">No money yet.</Text> : null}
        {part.money.map(({ currency, rows }) => (
          <FigureTable
            key={currency}
            label={`${title}, ${currency}`}
            columnContentTypes={['text', 'numeric', 'numeric', 'numeric']}
            headings={[currency, sides.before, sides.after, 'Difference']}
            rows={rows.map(({ label, before, after, change, bars }) => [
              <Barred key={label} label={label} bars={bars} most={mostOf(rows)} isStacked />,
              before,
              after,
              change,
            ])}
          />
        ))}
        <Text as="h3" variant="headingSm">
          The law’s floor
        </Text>
        {part.law.length === 0 ? (
          <Text as="p">It carried no line.</Text>
        ) : (
          <FigureTable
            label="The law’s floor"
            columnContentTypes={['text', 'numeric', 'numeric']}
            headings={['Lines', sides.before, sides.after]}
            rows={part.law.flatMap(({ statute, decides, raises }) => [
              [`${statute}: come back by law alone`, ...decides.map((one) => number.format(one))],
              [`${statute}: terms raised`, ...raises.map((one) => number.format(one))],
            ])}
          />
        )}
      </BlockStack>
    </Card>
  )
}

function mostOf(rows: readonly MoneyRow[]): number {
  return Math.max(1, ...rows.flatMap(({ bars }) => bars.map(({ part }) => part)))
}

/** Flips by reason, product, country and customer: bars with their figures in one table each. */
export function GroupCards({ part, title }: { readonly part: PartView; readonly title: string }) {
  const names = groupNames.filter((name) => name !== 'reason' || part.groups.reason.rows.length > 0)
  return (
    <BlockStack gap="300">
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
      </Box>
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
        {names.map((name) => (
          <GroupCard key={name} name={name} group={part.groups[name]} />
        ))}
      </InlineGrid>
    </BlockStack>
  )
}

function GroupCard({
  name,
  group,
}: {
  readonly name: GroupName
  readonly group: PartView['groups'][GroupName]
}) {
  const words = groupWords[name]
  const most = Math.max(1, ...group.rows.map(({ up, down }) => up + down))
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingMd">
          {words.title}
        </Text>
        {group.rows.length === 0 ? (
          <Text as="p" tone="subdued">
            {words.none}
          </Text>
        ) : (
          <FigureTable
            label={words.title}
            columnContentTypes={['text', 'numeric', 'numeric']}
            headings={[words.column, 'Better', 'Worse']}
            rows={group.rows.map((row) => [
              <Barred
                key={row.label}
                label={row.label}
                most={most}
                bars={[
                  { tone: 'better', part: row.up },
                  { tone: 'worse', part: row.down },
                ]}
              />,
              number.format(row.up),
              number.format(row.down),
            ])}
          />
        )}
        {group.more === 0 ? null : (
          <Text as="p" tone="subdued">{`and ${number.format(group.more)} more with fewer flips`}</Text>
        )}
      </BlockStack>
    </Card>
  )
}

const fills = {
  better: 'bg-fill-success',
  worse: 'bg-fill-critical',
  before: 'bg-fill-inverse',
  after: 'bg-fill-emphasis',
  same: 'bg-fill-inverse',
} as const

type Barring = {
  readonly label: string
  readonly bars: readonly Bar[]
  readonly most: number
  /** One bar below the other, else one behind the other. */
  readonly isStacked?: boolean
}

/** The bars show what the figures beside them say: nobody needs to see them. */
function Barred({ label, bars, most, isStacked = false }: Barring) {
  // One among thousands is still to be seen.
  const width = (part: number) => (part <= 0 ? '0' : `max(3px, ${(100 * part) / most}%)`)
  const rows = isStacked ? bars.map((bar) => [bar]) : [bars]
  return (
    <BlockStack gap="100">
      <Text as="span" breakWord>
        {label}
      </Text>
      <div aria-hidden="true">
        <BlockStack gap="050">
          {rows.map((row, index) => (
            <Box
              key={index}
              background="bg-surface-secondary"
              borderRadius="100"
              minWidth="60px"
              overflowX="hidden"
            >
              <InlineStack wrap={false}>
                {row.map(({ tone, part }) => (
                  <Box
                    key={tone}
                    background={fills[tone]}
                    minHeight={isStacked ? '4px' : '8px'}
                    width={width(part)}
                  />
                ))}
                <Box minHeight={isStacked ? '4px' : '8px'} />
              </InlineStack>
            </Box>
          ))}
        </BlockStack>
      </div>
    </BlockStack>
  )
}

import {
  BlockStack,
  Box,
  Button,
  Card,
  Collapsible,
  DescriptionList,
  Divider,
  InlineStack,
  List,
  Text,
  Thumbnail,
} from '@shopify/polaris'
import { ImageIcon } from '@shopify/polaris-icons'
import { Fragment, useId, useState } from 'react'
import type { SaidRule } from '#app/i18n/trace-words.ts'
import type { Why } from './line-why.ts'
import type { LineView } from './return-view.ts'
import { VerdictDot } from './verdict-dot.tsx'

/** The lines asked back, each with its decision in one sentence; "Why?" opens the whole explanation in place. */
export function ReturnLines({
  lines,
  policyVersion,
}: {
  readonly lines: readonly LineView[]
  readonly policyVersion: number
}) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Items
        </Text>
        {lines.map((line, index) => (
          <Fragment key={line.id}>
            {index > 0 ? <Divider /> : null}
            <ReturnLine line={line} policyVersion={policyVersion} />
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  )
}

function ReturnLine({ line, policyVersion }: { readonly line: LineView; readonly policyVersion: number }) {
  return (
    <InlineStack gap="400" wrap={false} blockAlign="start">
      <Thumbnail source={line.imageUrl ?? ImageIcon} alt="" size="small" />
      <Box width="100%">
        <BlockStack gap="200">
          <InlineStack align="space-between" gap="200" wrap={false}>
            <BlockStack gap="050">
              <Text as="h3" variant="bodyMd" fontWeight="semibold">
                {line.title}
              </Text>
              {line.detail ? (
                <Text as="p" tone="subdued">
                  {line.detail}
                </Text>
              ) : null}
            </BlockStack>
            <Text as="span" numeric>
              × {line.quantity}
            </Text>
          </InlineStack>
          {line.isKept ? <Text as="p">The buyer keeps it: nothing comes back.</Text> : null}
          {line.exchange ? <Text as="p">Exchange for: {line.exchange}</Text> : null}
          <Text as="p">
            {line.reasonName}
            {line.note ? <Text as="span" tone="subdued">{`: “${line.note}”`}</Text> : null}
          </Text>
          {line.answers.map(({ question, answer }) => (
            <Text as="p" key={question}>
              {question}{' '}
              <Text as="span" fontWeight="semibold">
                {answer}
              </Text>
            </Text>
          ))}
          <Photos line={line} />
          <Decision line={line} policyVersion={policyVersion} />
        </BlockStack>
      </Box>
    </InlineStack>
  )
}

/** What the buyer shows; a photo opens in its full size on a page of its own. */
function Photos({ line }: { readonly line: LineView }) {
  if (line.photos.length === 0) return null
  return (
    <InlineStack gap="200">
      {line.photos.map((url, index) => (
        <a key={url} href={url} target="_blank" rel="noreferrer">
          <Thumbnail source={url} alt={`Photo ${index + 1} of ${line.title}`} size="large" />
        </a>
      ))}
    </InlineStack>
  )
}

function Decision({ line, policyVersion }: { readonly line: LineView; readonly policyVersion: number }) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const sentence = line.why?.reasons[0] ?? line.verdictLabel
  return (
    <BlockStack gap="200">
      <InlineStack gap="150" wrap={false} blockAlign="start">
        <VerdictDot verdict={line.verdict} label={line.verdictLabel} />
        <InlineStack gap="150">
          <Text as="span">{sentence}</Text>
          {line.why ? (
            <Button
              variant="plain"
              disclosure={isOpen ? 'up' : 'down'}
              ariaControls={id}
              ariaExpanded={isOpen}
              accessibilityLabel={`Why was ${line.title} decided this way?`}
              onClick={() => setIsOpen(!isOpen)}
            >
              Why?
            </Button>
          ) : null}
        </InlineStack>
      </InlineStack>
      {line.why ? (
        <Collapsible id={id} open={isOpen} transition={false}>
          <WhyDetails why={line.why} title={`Terms of policy version ${policyVersion}`} />
        </Collapsible>
      ) : null}
    </BlockStack>
  )
}

/** The whole explanation of a decision. `title` names whose terms they are. */
export function WhyDetails({ why, title }: { readonly why: Why; readonly title: string }) {
  return (
    <Box background="bg-surface-secondary" padding="300" borderRadius="200">
      <BlockStack gap="300">
        {[...why.reasons.slice(1), ...why.circumstances].map((sentence) => (
          <Text as="p" key={sentence}>
            {sentence}
          </Text>
        ))}
        <Text as="h4" variant="headingSm">
          {title}
        </Text>
        <DescriptionList
          gap="tight"
          items={why.terms.map(({ name, value, setBy }) => ({
            term: name,
            description: (
              <>
                {value}{' '}
                <Text as="span" tone="subdued">
                  ({setBy})
                </Text>
              </>
            ),
          }))}
        />
        {why.rules.length > 0 ? (
          <Text as="h4" variant="headingSm">
            Rules, in their order
          </Text>
        ) : null}
        {why.rules.map((rule, index) => (
          <RuleTrace key={index} rule={rule} />
        ))}
      </BlockStack>
    </Box>
  )
}

/** One rule of the trace: what it came to, and every condition with the value that was found. */
function RuleTrace({ rule }: { readonly rule: SaidRule }) {
  const { name, resultLabel, missing, conditions } = rule
  return (
    <BlockStack gap="050">
      <Text as="p" fontWeight={rule.result === 'true' ? 'semibold' : 'regular'}>
        {name}: {resultLabel}
        {missing ? ` (missing: ${missing})` : ''}
      </Text>
      {conditions.length > 0 ? (
        <List type="bullet" gap="extraTight">
          {conditions.map(({ text, resultLabel: answer, found }, index) => (
            <List.Item key={index}>
              {text}{' '}
              <Text as="span" tone="subdued">
                {`(${answer}; found: ${found})`}
              </Text>
            </List.Item>
          ))}
        </List>
      ) : null}
    </BlockStack>
  )
}

import { useFetcher } from '@remix-run/react'
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  Checkbox,
  Divider,
  InlineStack,
  List,
  Text,
  TextField,
} from '@shopify/polaris'
import { useState } from 'react'
import { useCommand } from '#app/components/use-command.ts'
import type { action } from '../app.policy_.examples.ts'
import type { ExampleView } from './example-view.ts'

/** Saved orders with what the policy must make of them. They run at every publish, and one that fails blocks it. */
export function ExamplesCard({ examples }: { readonly examples: readonly ExampleView[] }) {
  const { run, isBusy, failure } = useCommand(useFetcher<typeof action>(), '/app/policy/examples')
  const failing = examples.filter(({ differences }) => differences.length > 0).length
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Examples
          </Text>
          <Text as="p" tone="subdued">
            Orders whose result must not change by accident. Publishing waits until every one comes out as
            saved.
          </Text>
        </BlockStack>
        {failing > 0 ? (
          <Banner
            tone="warning"
            title={
              failing === 1
                ? 'One example comes out otherwise. It blocks publishing.'
                : `${failing} examples come out otherwise. They block publishing.`
            }
          />
        ) : null}
        {examples.map((example, index) => (
          <BlockStack gap="300" key={example.id}>
            {index > 0 ? <Divider /> : null}
            <Example
              example={example}
              isBusy={isBusy}
              onAccept={() => run({ intent: 'accept', id: example.id })}
              onRemove={() => run({ intent: 'remove', id: example.id })}
            />
          </BlockStack>
        ))}
        {examples.length > 0 ? <Divider /> : null}
        <AddExample
          failure={failure}
          isBusy={isBusy}
          onSave={(change) => run({ intent: 'save', ...change })}
        />
      </BlockStack>
    </Card>
  )
}

function Example(props: {
  readonly example: ExampleView
  readonly isBusy: boolean
  readonly onAccept: () => void
  readonly onRemove: () => void
}) {
  const { name, differences } = props.example
  const hasFailed = differences.length > 0
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h3" variant="headingSm">
          {name}
        </Text>
        <Badge tone={hasFailed ? 'critical' : 'success'}>{hasFailed ? 'Otherwise' : 'As expected'}</Badge>
      </InlineStack>
      {hasFailed ? (
        <List>
          {differences.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      ) : null}
      <ButtonGroup>
        {hasFailed ? (
          <Button
            disabled={props.isBusy}
            onClick={props.onAccept}
            accessibilityLabel={`Accept the new result of ${name}`}
          >
            Accept new result
          </Button>
        ) : null}
        <Button
          variant="plain"
          tone="critical"
          disabled={props.isBusy}
          onClick={props.onRemove}
          accessibilityLabel={`Remove the example ${name}`}
        >
          Remove
        </Button>
      </ButtonGroup>
    </BlockStack>
  )
}

function AddExample(props: {
  readonly failure: string | null
  readonly isBusy: boolean
  readonly onSave: (change: { orderName: string; name: string; withTerms: boolean }) => void
}) {
  const [orderName, setOrderName] = useState('')
  const [name, setName] = useState('')
  const [withTerms, setWithTerms] = useState(false)
  return (
    <BlockStack gap="200">
      <TextField
        label="Order number"
        value={orderName}
        onChange={setOrderName}
        autoComplete="off"
        placeholder="#1001"
        helpText="Its facts are kept without the buyer's name and contacts."
        {...(props.failure === null ? {} : { error: props.failure })}
      />
      <TextField
        label="What it shows"
        value={name}
        onChange={setName}
        maxLength={120}
        autoComplete="off"
        placeholder="Final sale stays final"
      />
      <Checkbox
        label="Keep fees and all other terms too"
        helpText="Else the decision and the last day of every item."
        checked={withTerms}
        onChange={setWithTerms}
      />
      <InlineStack>
        <Button
          disabled={orderName.trim() === ''}
          loading={props.isBusy}
          onClick={() => props.onSave({ orderName, name, withTerms })}
        >
          Save as example
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

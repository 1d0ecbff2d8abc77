import { BlockStack, Button, Card, InlineStack, Link, Text, TextField } from '@shopify/polaris'
import { useFetcher } from '@remix-run/react'
import { useState } from 'react'
import { CaseStateBadge } from '#app/components/case-state-badge.tsx'
import type { CaseRow } from '#app/components/case-view.ts'
import { Disclosed } from '#app/components/disclosed.tsx'
import { useCommand } from '#app/components/use-command.ts'
import { longestCaseText } from '#app/domain/case.ts'
import type { action } from '#app/routes/app.cases._index/route.tsx'

/** What buyer and staff have to say to each other about this return, and a question to the buyer. */
export function CasesCard(props: {
  readonly returnId: string
  readonly rows: readonly CaseRow[]
  /** Null where the buyer has no address: she reads it on the page of her return only. */
  readonly email: string | null
  /** Why who looks may not ask; null where they may. */
  readonly blocked: string | null
}) {
  const { rows } = props
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Cases
        </Text>
        {rows.length === 0 ? (
          <Text as="p" tone="subdued">
            No questions, complaints or objections.
          </Text>
        ) : null}
        {rows.map((row) => (
          <InlineStack key={row.id} align="space-between" gap="200" blockAlign="center">
            <Text as="span">
              <Link url={`/app/cases/${row.id}`}>{row.name}</Link> {row.kind}, {row.ago}
            </Text>
            <CaseStateBadge state={row.state} label={row.stateLabel} />
          </InlineStack>
        ))}
        <Disclosed label="Ask the buyer">
          <AskForm key={rows.length} {...props} />
        </Disclosed>
      </BlockStack>
    </Card>
  )
}

function AskForm({ returnId, email, blocked }: Parameters<typeof CasesCard>[0]) {
  const command = useCommand(useFetcher<typeof action>(), '/app/cases?index')
  const [text, setText] = useState('')
  const [requestKey] = useState(() => crypto.randomUUID())
  return (
    <BlockStack gap="200">
      <TextField
        label="Question to the buyer"
        value={text}
        onChange={setText}
        autoComplete="off"
        multiline={3}
        maxLength={longestCaseText}
        disabled={blocked !== null}
        helpText={
          blocked ??
          (email === null
            ? 'There is no e-mail address: the buyer reads it on the page of the return only.'
            : `Goes to ${email}. The answer stands in the case.`)
        }
        error={command.failure ?? false}
      />
      <InlineStack align="end">
        <Button
          disabled={text.trim() === '' || blocked !== null}
          loading={command.isBusy}
          onClick={() => command.run({ intent: 'ask', returnId, text, requestKey })}
        >
          Send question
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

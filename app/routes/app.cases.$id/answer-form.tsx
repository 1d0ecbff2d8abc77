import { Banner, BlockStack, Button, InlineStack, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { CaseView } from '#app/components/case-view.ts'
import { longestCaseText } from '#app/domain/case.ts'
import type { CaseCommands } from './route.tsx'

/** Writes to the buyer, with or without ending the case, or ends it without a word. */
export function AnswerForm({ view, command }: { readonly view: CaseView; readonly command: CaseCommands }) {
  const [text, setText] = useState('')
  const { failed, blocked, isBusy } = command
  const failure = failed?.intent === 'match' ? null : command.failure
  const { seen } = view
  const cannot = blocked !== null || text.trim() === ''
  return (
    <BlockStack gap="300">
      {failure === null ? null : (
        <Banner tone="critical">
          <p>{failure}</p>
        </Banner>
      )}
      <TextField
        label="Answer to the buyer"
        value={text}
        onChange={setText}
        autoComplete="off"
        multiline={4}
        maxLength={longestCaseText}
        disabled={blocked !== null}
        helpText={
          blocked ??
          (view.buyerEmail === null
            ? 'There is no e-mail address: the buyer reads it on the page of the return only.'
            : `Goes to ${view.buyerEmail} by e-mail.`)
        }
      />
      <InlineStack gap="200" align="end">
        <Button
          disabled={blocked !== null}
          loading={isBusy}
          onClick={() => command.run({ intent: 'close', seen })}
        >
          Close without an answer
        </Button>
        <Button
          disabled={cannot}
          loading={isBusy}
          onClick={() => command.run({ intent: 'answer', text, seen, close: true })}
        >
          Send and close
        </Button>
        <Button
          variant="primary"
          disabled={cannot}
          loading={isBusy}
          onClick={() => command.run({ intent: 'answer', text, seen, close: false })}
        >
          Send
        </Button>
      </InlineStack>
    </BlockStack>
  )
}

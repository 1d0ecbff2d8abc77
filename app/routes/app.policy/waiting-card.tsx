import { Badge, BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { WaitingView } from './policy-page.server.ts'
import { Changes } from './publish-modal.tsx'

type Command =
  | { readonly intent: 'grant'; readonly id: string; readonly policyHash: string }
  | { readonly intent: 'refuse'; readonly id: string; readonly policyHash: string; readonly answer: string }
  | { readonly intent: 'take_back'; readonly id: string }

type Props = {
  readonly waiting: WaitingView
  readonly next: number
  readonly isBusy: boolean
  readonly run: (command: Command) => void
}

/** A version that waits for a second person: exactly what is asked for, and who may decide. */
export function WaitingCard({ waiting, next, isBusy, run }: Props) {
  const [answer, setAnswer] = useState('')
  const { id, policyHash, restores } = waiting
  const what = restores === null ? 'the draft' : `version ${restores} anew`
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Waits for a second person
          </Text>
          <Badge tone="attention">{`Version ${next}`}</Badge>
        </InlineStack>
        <Text as="p">
          {`${waiting.by} asked on ${waiting.at} to publish ${what}, ${
            waiting.from === null ? 'at once' : `in force from ${waiting.from}`
          }.${waiting.note === '' ? '' : ` “${waiting.note}”`}`}
        </Text>
        <Changes changes={waiting.changes} />
        {waiting.mayDecide ? (
          <>
            <TextField
              label="Why not"
              value={answer}
              onChange={setAnswer}
              maxLength={500}
              autoComplete="off"
              helpText="For who asked, if you do not publish it."
            />
            <InlineStack gap="200">
              <Button
                variant="primary"
                loading={isBusy}
                onClick={() => run({ intent: 'grant', id, policyHash })}
              >
                {`Publish version ${next}`}
              </Button>
              <Button disabled={isBusy} onClick={() => run({ intent: 'refuse', id, policyHash, answer })}>
                Do not publish
              </Button>
            </InlineStack>
          </>
        ) : null}
        {waiting.isMine ? (
          <>
            <Text as="p" tone="subdued">
              Another manager or admin decides. Changing the draft takes the question back.
            </Text>
            <InlineStack>
              <Button disabled={isBusy} onClick={() => run({ intent: 'take_back', id })}>
                Take it back
              </Button>
            </InlineStack>
          </>
        ) : null}
      </BlockStack>
    </Card>
  )
}

import { useFetcher } from '@remix-run/react'
import { BlockStack, Button, Card, DropZone, InlineError, InlineStack, Text } from '@shopify/polaris'
import { useState } from 'react'
import { useCommand } from '#app/components/use-command.ts'
import type { action } from '../app.policy_.past-returns.ts'
import type { ReplayPage } from './replay-page.server.ts'

const mostBytes = 15_000_000

/** Which past returns are replayed: Homeward's own, and those of a file from before. */
export function PastReturnsCard({
  past,
  mayChange,
}: Pick<ReplayPage, 'past'> & { readonly mayChange: boolean }) {
  const command = useCommand(useFetcher<typeof action>(), '/app/policy/past-returns')
  const [unread, setUnread] = useState<string | null>(null)
  const take = async (file: File | undefined) => {
    const problem =
      file === undefined
        ? 'Choose a CSV file.'
        : file.size > mostBytes
          ? 'The file is larger than 15 MB. Leave out the oldest lines.'
          : null
    setUnread(problem)
    command.forget()
    if (file === undefined || problem !== null) return
    try {
      command.run({ intent: 'import', text: await file.text() })
    } catch {
      setUnread('The file cannot be read. Save it again, then choose it anew.')
    }
  }
  const failure = unread ?? command.failure
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Past returns
          </Text>
          <Text as="p">{past.words}</Text>
        </BlockStack>
        {mayChange ? (
          <>
            <DropZone
              label="Add returns from before Homeward"
              allowMultiple={false}
              variableHeight
              disabled={command.isBusy}
              onDrop={(files) => void take(files[0])}
            >
              <DropZone.FileUpload
                actionTitle={past.hasFile ? 'Choose another file' : 'Choose a file'}
                actionHint="CSV with the columns Order, SKU, Quantity, Returned at and, if you have them, Reason and Outcome"
              />
            </DropZone>
            <div role="alert">
              {failure === null ? null : <InlineError fieldID="past-returns" message={failure} />}
            </div>
            {past.hasFile ? (
              <InlineStack>
                <Button
                  variant="plain"
                  tone="critical"
                  disabled={command.isBusy}
                  onClick={() => command.run({ intent: 'forget' })}
                >
                  Forget the file
                </Button>
              </InlineStack>
            ) : null}
          </>
        ) : null}
      </BlockStack>
    </Card>
  )
}

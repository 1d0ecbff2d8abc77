import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { BlockStack, Box, Card, Divider, InlineStack, Text } from '@shopify/polaris'
import { z } from 'zod'
import { answerCommand, done, no, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { CommandBanners } from '#app/components/command-banners.tsx'
import { ConfirmedButton } from '#app/components/confirmed-button.tsx'
import { DownloadButton } from '#app/components/download-button.tsx'
import { sayForbidden } from '#app/components/role-words.ts'
import { SettingsSection } from '#app/components/settings-section.tsx'
import { type CommandRunner, useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { answerDataRequest } from '#app/use-cases/answer-data-request.server.ts'
import { type PrivacyRow, readPrivacyPage } from './privacy-page.server.ts'

const Command = z.object({ intent: z.literal('handed_over'), requestId: z.uuid() })
type Command = z.infer<typeof Command>

export async function loader({ request }: LoaderFunctionArgs) {
  return readPrivacyPage(await contextFromAdmin(request))
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const result = await answerDataRequest(ctx, await readCommand(request, Command))
  if (result.ok) return answerCommand(done('Marked as handed over'))
  const { error } = result
  return answerCommand(
    error.kind === 'forbidden'
      ? no(403, sayForbidden(error))
      : no(409, 'This request was answered before. Load the page again.'),
  )
}

export default function PrivacyPage() {
  const { rows, blocked } = useLoaderData<typeof loader>()
  const command = useCommand(useFetcher<typeof action>())
  return (
    <AdminPage title="Privacy" parent="settings">
      <BlockStack gap={{ xs: '800', sm: '400' }}>
        <CommandBanners command={command} blocked={blocked} />
        <SettingsSection
          title="Requests"
          text="Shopify passes them on. Erasing happens by itself; data that a buyer wants is yours to hand over within 30 days."
        >
          <Card>
            {rows.length === 0 ? (
              <Text as="p">Nobody has asked for anything yet.</Text>
            ) : (
              <BlockStack gap="400">
                {rows.map((row, index) => (
                  <BlockStack gap="400" key={row.id}>
                    {index > 0 ? <Divider /> : null}
                    <Request row={row} command={command} isBlocked={blocked !== null} />
                  </BlockStack>
                ))}
              </BlockStack>
            )}
          </Card>
        </SettingsSection>
        <SettingsSection title="What stays" text="When a buyer is erased.">
          <Card>
            <Text as="p">
              Amounts, dates, items, what was decided and Shopify’s ids stay: your books need them. Name,
              e-mail address, notes, messages, photos, tracking numbers and entries on the watch list go, and
              nobody can bring them back.
            </Text>
          </Card>
        </SettingsSection>
      </BlockStack>
    </AdminPage>
  )
}

function Request(props: {
  readonly row: PrivacyRow
  readonly command: CommandRunner<Command>
  readonly isBlocked: boolean
}) {
  const { row, command, isBlocked } = props
  return (
    <BlockStack gap="300">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">
          {row.what}
        </Text>
        <Text as="p" tone="subdued">
          Received {row.received}
        </Text>
        <Text as="p">{row.due === null ? row.state : `${row.state}, by ${row.due}`}</Text>
      </BlockStack>
      {row.due === null ? null : (
        <InlineStack gap="200">
          <DownloadButton
            label="Download data"
            url={`/app/settings/privacy/export?request=${row.id}`}
            file={`homeward-data-${row.id}.json`}
            toast="Data downloaded"
            problem="The file could not be made. Load the page again."
            isDisabled={isBlocked}
          />
          <ConfirmedButton
            id={`handed-over-${row.id}`}
            label="Mark as handed over"
            question="Was the data handed over?"
            confirm="It was handed over"
            isDisabled={isBlocked}
            isBusy={command.isBusy}
            onConfirm={() => command.run({ intent: 'handed_over', requestId: row.id })}
          >
            <Box>
              <Text as="p">The request is closed, and the file cannot be downloaded any more.</Text>
            </Box>
          </ConfirmedButton>
        </InlineStack>
      )}
    </BlockStack>
  )
}

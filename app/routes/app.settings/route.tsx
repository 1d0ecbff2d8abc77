import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { BlockStack, Button, Card, FormLayout, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { z } from 'zod'
import { answerCommand, done, no, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { roleWords, sayBlocked, sayForbidden, withArticle } from '#app/components/role-words.ts'
import { SettingsForm } from '#app/components/settings-form.tsx'
import { SettingsSection } from '#app/components/settings-section.tsx'
import { useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findMoneyStop } from '#app/db/kill-switch.server.ts'
import { saveSettings, type SettingsField } from '#app/use-cases/save-settings.server.ts'

const Settings = z.object({
  contactEmail: z.string().max(1000),
  instructions: z.string().max(20_000),
  phone: z.string().max(1000).optional(),
  hours: z.string().max(20_000).optional(),
  answerDays: z.string().max(20).optional(),
})

export async function loader({ request }: LoaderFunctionArgs) {
  const { settings, shop, role } = await contextFromAdmin(request)
  const stop = await withShop(shop, (tx) => findMoneyStop(tx, shop))
  const { name, timeZone, currency, contactEmail, portal } = settings
  return {
    shop: { name, timeZone, currency, contactEmail },
    saved: {
      contactEmail: portal.replyTo,
      instructions: portal.instructions,
      phone: portal.phone,
      hours: portal.hours,
      answerDays: portal.answerDays === null ? '' : String(portal.answerDays),
    },
    role: role ?? 'viewer',
    blocked: sayBlocked(role, 'settings.save'),
    isStopped: stop !== null,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const result = await saveSettings(ctx, await readCommand(request, Settings))
  if (result.ok) return answerCommand(done('Settings saved'))
  const { error } = result
  if (error.kind === 'forbidden') return answerCommand(no(403, sayForbidden(error)))
  const message = 'The settings were not saved. Mend the marked fields.'
  const fields = Object.fromEntries(error.fields.map((field) => [field, problemWords[field]]))
  return answerCommand(no(200, message, fields))
}

const problemWords: Readonly<Record<SettingsField, string>> = {
  contactEmail: 'Enter an e-mail address like returns@example.com, or leave it empty.',
  instructions: 'Use at most 2000 characters.',
  phone: 'Enter a phone number like +44 20 7946 0000, or leave it empty.',
  hours: 'Use at most 200 characters.',
  answerDays: 'Enter whole days, from 1 to 60, or leave it empty.',
}

const furtherPages = [
  {
    title: 'Payments',
    text: 'How much may be out for parcels that are not here yet, and whether store credit ends.',
    open: 'Open payments',
    url: '/app/settings/payments',
  },
  {
    title: 'Guests and storefronts',
    text: 'When guests type a mailed code before they see an order, and which headless storefronts may ask.',
    open: 'Open guests and storefronts',
    url: '/app/settings/guests',
  },
  {
    title: 'Privacy',
    text: 'Requests of buyers for their data, and what was erased because Shopify asked for it.',
    open: 'Open privacy',
    url: '/app/settings/privacy',
  },
  {
    title: 'Texts',
    text: 'What shoppers read behind the returns form, in each of the twelve languages.',
    open: 'Open texts',
    url: '/app/settings/texts',
  },
] as const

export default function SettingsPage() {
  const { shop, saved, role, blocked, isStopped } = useLoaderData<typeof loader>()
  const command = useCommand(useFetcher<typeof action>())
  const [values, setValues] = useState(saved)
  const { problems } = command
  const isDisabled = blocked !== null
  return (
    <AdminPage title="Settings">
      <SettingsForm
        id="settings-save-bar"
        isDirty={JSON.stringify(values) !== JSON.stringify(saved)}
        command={command}
        blocked={blocked}
        onSave={() => command.run(values)}
        onDiscard={() => setValues(saved)}
      >
        <SettingsSection
          title="Messages"
          text="Who answers when a shopper replies to a message about a return."
        >
          <Card>
            <TextField
              label="Reply address"
              type="email"
              value={values.contactEmail}
              onChange={(contactEmail) => setValues({ ...values, contactEmail })}
              placeholder={shop.contactEmail}
              helpText={`Empty: ${shop.contactEmail || 'the contact address of your store'}.`}
              autoComplete="email"
              disabled={isDisabled}
              error={problems.contactEmail ?? false}
            />
          </Card>
        </SettingsSection>
        <SettingsSection
          title="Contact"
          text="Shoppers see it on the page of their return, beside the reply address."
        >
          <Card>
            <FormLayout>
              <TextField
                label="Phone"
                type="tel"
                value={values.phone}
                onChange={(phone) => setValues({ ...values, phone })}
                autoComplete="tel"
                maxLength={40}
                disabled={isDisabled}
                error={problems.phone ?? false}
              />
              <TextField
                label="Hours"
                value={values.hours}
                onChange={(hours) => setValues({ ...values, hours })}
                multiline={2}
                maxLength={200}
                autoComplete="off"
                placeholder="Monday to Friday, 9:00 to 17:00"
                disabled={isDisabled}
                error={problems.hours ?? false}
              />
              <TextField
                label="Days until you answer a request"
                inputMode="numeric"
                value={values.answerDays}
                onChange={(answerDays) => setValues({ ...values, answerDays })}
                maxLength={2}
                autoComplete="off"
                helpText="Shoppers read the day. Empty: no day is named."
                disabled={isDisabled}
                error={problems.answerDays ?? false}
              />
            </FormLayout>
          </Card>
        </SettingsSection>
        <SettingsSection title="Sending items back" text="Shoppers read this when their return is approved.">
          <Card>
            <TextField
              label="Instructions"
              value={values.instructions}
              onChange={(instructions) => setValues({ ...values, instructions })}
              multiline={5}
              maxLength={2000}
              showCharacterCount
              helpText="Where to send the items and what to put into the parcel. Plain text."
              autoComplete="off"
              disabled={isDisabled}
              error={problems.instructions ?? false}
            />
          </Card>
        </SettingsSection>
        <SettingsSection
          title="Payment safety"
          text="Who may pay how much, who grants the rest, and the switch that stops all payments."
        >
          <Card>
            <BlockStack gap="300">
              <Text as="p">
                You are {withArticle(role)}. {roleWords[role].may}
              </Text>
              {isStopped ? <Text as="p">All payments are stopped.</Text> : null}
              <InlineStack>
                <Button url="/app/settings/safety">Open payment safety</Button>
              </InlineStack>
            </BlockStack>
          </Card>
        </SettingsSection>
        {furtherPages.map(({ title, text, open, url }) => (
          <SettingsSection key={url} title={title} text={text}>
            <Card>
              <InlineStack>
                <Button url={url}>{open}</Button>
              </InlineStack>
            </Card>
          </SettingsSection>
        ))}
        <SettingsSection title="Store" text="These come from Shopify. Change them there.">
          <Card>
            <FormLayout>
              <Fact label="Name" value={shop.name} />
              <Fact label="Time zone of all deadlines" value={shop.timeZone} />
              <Fact label="Currency" value={shop.currency} />
            </FormLayout>
          </Card>
        </SettingsSection>
      </SettingsForm>
    </AdminPage>
  )
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <BlockStack gap="050">
      <Text as="p" tone="subdued">
        {label}
      </Text>
      <Text as="p">{value}</Text>
    </BlockStack>
  )
}

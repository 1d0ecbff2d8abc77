import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import {
  Banner,
  BlockStack,
  Box,
  Card,
  FormLayout,
  InlineGrid,
  Page,
  Text,
  TextField,
} from '@shopify/polaris'
import { type ReactNode, useEffect, useState } from 'react'
import { z } from 'zod'
import { sayForbidden } from '#app/components/role-words.ts'
import { FormSaveBar } from '#app/components/form-save-bar.tsx'
import { contextFromAdmin } from '#app/context.server.ts'
import { saveSettings, type SaveSettingsError } from '#app/use-cases/save-settings.server.ts'

const Settings = z.object({ contactEmail: z.string().max(1000), instructions: z.string().max(20_000) })

type InvalidFields = Extract<SaveSettingsError, { kind: 'invalid_settings' }>['fields']

export async function loader({ request }: LoaderFunctionArgs) {
  const { settings } = await contextFromAdmin(request)
  const { name, timeZone, currency, contactEmail, portal } = settings
  return {
    shop: { name, timeZone, currency, contactEmail },
    saved: { contactEmail: portal.replyTo, instructions: portal.instructions },
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const settings = Settings.safeParse(await request.json())
  if (!settings.success) throw new Response('The form is not complete.', { status: 400 })
  const result = await saveSettings(ctx, settings.data)
  if (result.ok) return data({ ok: true as const })
  const { error } = result
  if (error.kind !== 'forbidden')
    return data({ ok: false as const, message: null, problems: problemsOf(error.fields) })
  return data({ ok: false as const, message: sayForbidden(error), problems: {} }, { status: 403 })
}

function problemsOf(fields: InvalidFields): Readonly<Record<string, string>> {
  const words = {
    contactEmail: 'Enter an e-mail address like returns@example.com, or leave it empty.',
    instructions: 'Use at most 2000 characters.',
  }
  return Object.fromEntries(fields.map((field) => [field, words[field]]))
}

export default function SettingsPage() {
  const { shop, saved } = useLoaderData<typeof loader>()
  const fetcher = useFetcher<typeof action>()
  const shopify = useAppBridge()
  const [values, setValues] = useState(saved)
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show('Settings saved')
  }, [fetcher.data, shopify])
  const isDirty = values.contactEmail !== saved.contactEmail || values.instructions !== saved.instructions
  const problems = fetcher.data?.ok === false && fetcher.state === 'idle' ? fetcher.data.problems : {}
  return (
    <Page>
      <TitleBar title="Settings" />
      <FormSaveBar
        id="settings-save-bar"
        isDirty={isDirty}
        isSaving={fetcher.state !== 'idle'}
        onSave={() => fetcher.submit(values, { method: 'post', encType: 'application/json' })}
        onDiscard={() => setValues(saved)}
      />
      <Text as="h1" visuallyHidden>
        Settings
      </Text>
      <BlockStack gap={{ xs: '800', sm: '400' }}>
        {Object.keys(problems).length > 0 ? (
          <Banner tone="critical" title="The settings were not saved. Mend the marked fields." />
        ) : null}
        <Section title="Messages" text="Who answers when a shopper replies to a message about a return.">
          <TextField
            label="Reply address"
            type="email"
            value={values.contactEmail}
            onChange={(contactEmail) => setValues({ ...values, contactEmail })}
            placeholder={shop.contactEmail}
            helpText={`Empty: ${shop.contactEmail || 'the contact address of your store'}.`}
            autoComplete="email"
            {...errorOf(problems.contactEmail)}
          />
        </Section>
        <Section title="Sending items back" text="Shoppers read this when their return is approved.">
          <TextField
            label="Instructions"
            value={values.instructions}
            onChange={(instructions) => setValues({ ...values, instructions })}
            multiline={5}
            maxLength={2000}
            showCharacterCount
            helpText="Where to send the items and what to put into the parcel. Plain text."
            autoComplete="off"
            {...errorOf(problems.instructions)}
          />
        </Section>
        <Section title="Store" text="These come from Shopify. Change them there.">
          <FormLayout>
            <Fact label="Name" value={shop.name} />
            <Fact label="Time zone of all deadlines" value={shop.timeZone} />
            <Fact label="Currency" value={shop.currency} />
          </FormLayout>
        </Section>
      </BlockStack>
    </Page>
  )
}

function errorOf(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error }
}

function Section(props: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return (
    <InlineGrid columns={{ xs: '1fr', md: '2fr 5fr' }} gap="400">
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {props.title}
          </Text>
          <Text as="p" tone="subdued">
            {props.text}
          </Text>
        </BlockStack>
      </Box>
      <Card>{props.children}</Card>
    </InlineGrid>
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

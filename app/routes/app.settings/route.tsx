import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Page,
  Text,
  TextField,
} from '@shopify/polaris'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { FormSaveBar } from '#app/components/form-save-bar.tsx'
import { roleWords, sayForbidden, withArticle } from '#app/components/role-words.ts'
import { SettingsSection } from '#app/components/settings-section.tsx'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findMoneyStop } from '#app/db/kill-switch.server.ts'
import { leastRole, mayDo } from '#app/domain/roles.ts'
import {
  saveSettings,
  type SaveSettingsError,
  type SettingsField,
} from '#app/use-cases/save-settings.server.ts'

const Settings = z.object({
  contactEmail: z.string().max(1000),
  instructions: z.string().max(20_000),
  phone: z.string().max(1000).optional(),
  hours: z.string().max(20_000).optional(),
  answerDays: z.string().max(20).optional(),
})

type Problems = Readonly<Partial<Record<SettingsField, string>>>
const none: Problems = {}
type InvalidFields = Extract<SaveSettingsError, { kind: 'invalid_settings' }>['fields']

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
    maySave: mayDo(role, 'settings.save').ok,
    isStopped: stop !== null,
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
  return data({ ok: false as const, message: sayForbidden(error), problems: none }, { status: 403 })
}

function problemsOf(fields: InvalidFields): Problems {
  const words = {
    contactEmail: 'Enter an e-mail address like returns@example.com, or leave it empty.',
    instructions: 'Use at most 2000 characters.',
    phone: 'Enter a phone number like +44 20 7946 0000, or leave it empty.',
    hours: 'Use at most 200 characters.',
    answerDays: 'Enter whole days, from 1 to 60, or leave it empty.',
  }
  return Object.fromEntries(fields.map((field) => [field, words[field]]))
}

export default function SettingsPage() {
  const { shop, saved, role, maySave, isStopped } = useLoaderData<typeof loader>()
  const fetcher = useFetcher<typeof action>()
  const shopify = useAppBridge()
  const [values, setValues] = useState(saved)
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show('Settings saved')
  }, [fetcher.data, shopify])
  const isDirty = JSON.stringify(values) !== JSON.stringify(saved)
  const failed = fetcher.data?.ok === false && fetcher.state === 'idle' ? fetcher.data : null
  const problems = failed?.problems ?? {}
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
        {failed ? (
          <Banner
            tone="critical"
            title={failed.message ?? 'The settings were not saved. Mend the marked fields.'}
          />
        ) : null}
        {maySave ? null : (
          <Banner>
            <p>{sayForbidden({ role, needs: leastRole['settings.save'] })}</p>
          </Banner>
        )}
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
              disabled={!maySave}
              {...errorOf(problems.contactEmail)}
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
                disabled={!maySave}
                {...errorOf(problems.phone)}
              />
              <TextField
                label="Hours"
                value={values.hours}
                onChange={(hours) => setValues({ ...values, hours })}
                multiline={2}
                maxLength={200}
                autoComplete="off"
                placeholder="Monday to Friday, 9:00 to 17:00"
                disabled={!maySave}
                {...errorOf(problems.hours)}
              />
              <TextField
                label="Days until you answer a request"
                inputMode="numeric"
                value={values.answerDays}
                onChange={(answerDays) => setValues({ ...values, answerDays })}
                maxLength={2}
                autoComplete="off"
                helpText="Shoppers read the day. Empty: no day is named."
                disabled={!maySave}
                {...errorOf(problems.answerDays)}
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
              disabled={!maySave}
              {...errorOf(problems.instructions)}
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
        <SettingsSection
          title="Payments"
          text="How much may be out for parcels that are not here yet, and whether store credit ends."
        >
          <Card>
            <InlineStack>
              <Button url="/app/settings/payments">Open payments</Button>
            </InlineStack>
          </Card>
        </SettingsSection>
        <SettingsSection
          title="Guests and storefronts"
          text="When guests type a mailed code before they see an order, and which headless storefronts may ask."
        >
          <Card>
            <InlineStack>
              <Button url="/app/settings/guests">Open guests and storefronts</Button>
            </InlineStack>
          </Card>
        </SettingsSection>
        <SettingsSection title="Store" text="These come from Shopify. Change them there.">
          <Card>
            <FormLayout>
              <Fact label="Name" value={shop.name} />
              <Fact label="Time zone of all deadlines" value={shop.timeZone} />
              <Fact label="Currency" value={shop.currency} />
            </FormLayout>
          </Card>
        </SettingsSection>
      </BlockStack>
    </Page>
  )
}

function errorOf(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error }
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

import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData, useNavigate } from '@remix-run/react'
import { Banner, BlockStack, Card, Checkbox, FormLayout, Page, Text, TextField } from '@shopify/polaris'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { FormSaveBar } from '#app/components/form-save-bar.tsx'
import { sayForbidden } from '#app/components/role-words.ts'
import { SettingsSection } from '#app/components/settings-section.tsx'
import { contextFromAdmin } from '#app/context.server.ts'
import { money, toDecimal } from '#app/domain/money.ts'
import { leastRole, mayDo } from '#app/domain/roles.ts'
import { type GuestSettingsField, saveGuestSettings } from '#app/use-cases/save-guest-settings.server.ts'

const Posted = z.object({
  codeForWeakProof: z.boolean(),
  codeAbove: z.string().max(40),
  headlessOrigins: z.string().max(5000),
})
type Form = z.infer<typeof Posted>

export async function loader({ request }: LoaderFunctionArgs) {
  const { settings, role } = await contextFromAdmin(request)
  const { codeForWeakProof, codeAbove, headlessOrigins } = settings.portal
  const saved: Form = {
    codeForWeakProof,
    codeAbove: codeAbove === null ? '' : toDecimal(money(codeAbove, settings.currency)),
    headlessOrigins: headlessOrigins.join('\n'),
  }
  const allowed = mayDo(role, 'settings.save')
  return {
    saved,
    currency: settings.currency,
    blocked: allowed.ok ? null : sayForbidden({ role: role ?? 'viewer', needs: leastRole['settings.save'] }),
  }
}

const words: Readonly<Record<GuestSettingsField, string>> = {
  codeAbove: 'Enter an amount like 1000.00, or leave it empty.',
  headlessOrigins: 'Enter one address per line, like https://shop.example, without a path; 20 at most.',
}

const none: readonly GuestSettingsField[] = []

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const posted = Posted.safeParse(await request.json())
  if (!posted.success) throw new Response('The form is not complete.', { status: 400 })
  const result = await saveGuestSettings(ctx, posted.data)
  if (result.ok) return data({ ok: true as const })
  const { error } = result
  if (error.kind === 'forbidden')
    return data({ ok: false as const, message: sayForbidden(error), fields: none }, { status: 403 })
  return data({ ok: false as const, message: null, fields: error.fields })
}

export default function GuestSettingsPage() {
  const { saved, currency, blocked } = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  return (
    <Page>
      <TitleBar title="Guests and storefronts">
        <button variant="breadcrumb" onClick={() => navigate('/app/settings')}>
          Settings
        </button>
      </TitleBar>
      <Text as="h1" visuallyHidden>
        Guests and storefronts
      </Text>
      {/* What was saved is what the form begins with. */}
      <GuestForm key={JSON.stringify(saved)} saved={saved} currency={currency} blocked={blocked} />
    </Page>
  )
}

type GuestFormProps = { readonly saved: Form; readonly currency: string; readonly blocked: string | null }

function GuestForm({ saved, currency, blocked }: GuestFormProps) {
  const fetcher = useFetcher<typeof action>()
  const shopify = useAppBridge()
  const [form, setForm] = useState(saved)
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show('Settings saved')
  }, [fetcher.data, shopify])
  const failed = fetcher.data?.ok === false && fetcher.state === 'idle' ? fetcher.data : null
  const errorOf = (field: GuestSettingsField) =>
    failed?.fields.includes(field) === true ? { error: words[field] } : {}
  const disabled = blocked !== null
  return (
    <>
      <FormSaveBar
        id="guests-save-bar"
        isDirty={JSON.stringify(form) !== JSON.stringify(saved)}
        isSaving={fetcher.state !== 'idle'}
        onSave={() => fetcher.submit(form, { method: 'post', encType: 'application/json' })}
        onDiscard={() => setForm(saved)}
      />
      <BlockStack gap={{ xs: '800', sm: '400' }}>
        {failed ? (
          <Banner
            tone="critical"
            title={failed.message ?? 'The settings were not saved. Mend the marked fields.'}
          />
        ) : null}
        {blocked ? (
          <Banner>
            <p>{blocked}</p>
          </Banner>
        ) : null}
        <SettingsSection
          title="Mailed code"
          text="Guests find their order by its number and something that they know of it. Before they see it, they can be asked for a code that goes to the e-mail address of the order."
        >
          <Card>
            <FormLayout>
              <Checkbox
                label="After a postcode or phone number"
                helpText="Others may know or guess these. An e-mail address is asked for no code by this."
                checked={form.codeForWeakProof}
                onChange={(codeForWeakProof) => setForm({ ...form, codeForWeakProof })}
                disabled={disabled}
              />
              <TextField
                label="For orders above"
                prefix={currency}
                inputMode="decimal"
                value={form.codeAbove}
                onChange={(codeAbove) => setForm({ ...form, codeAbove })}
                helpText="Whatever the guest knows of the order. Empty: for no amount. 0: for every order."
                autoComplete="off"
                disabled={disabled}
                {...errorOf('codeAbove')}
              />
            </FormLayout>
          </Card>
        </SettingsSection>
        <SettingsSection
          title="Headless storefronts"
          text="Storefronts of your own on other addresses may ask the returns API from their visitors’ browsers."
        >
          <Card>
            <TextField
              label="Addresses"
              value={form.headlessOrigins}
              onChange={(headlessOrigins) => setForm({ ...form, headlessOrigins })}
              multiline={3}
              helpText="One per line, like https://shop.example. Your online store needs no entry."
              autoComplete="off"
              disabled={disabled}
              {...errorOf('headlessOrigins')}
            />
          </Card>
        </SettingsSection>
      </BlockStack>
    </>
  )
}

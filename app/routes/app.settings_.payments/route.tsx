import { TitleBar, useAppBridge } from '@shopify/app-bridge-react'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData, useNavigate } from '@remix-run/react'
import { Banner, BlockStack, Page, Text } from '@shopify/polaris'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { FormSaveBar } from '#app/components/form-save-bar.tsx'
import { sayForbidden } from '#app/components/role-words.ts'
import { SettingsSection } from '#app/components/settings-section.tsx'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getMoneySettings } from '#app/db/money-settings.server.ts'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import { leastRole, mayDo } from '#app/domain/roles.ts'
import { saveMoneySettings, type SaveMoneySettingsError } from '#app/use-cases/save-money-settings.server.ts'
import { ExpiryCard } from './expiry-card.tsx'
import { ExposureCard } from './exposure-card.tsx'
import { formOf, type PaymentsForm, settingsOf } from './payments-form.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, role, settings } = await contextFromAdmin(request)
  const allowed = mayDo(role, 'limits.save')
  return {
    saved: await withShop(shop, (tx) => getMoneySettings(tx, shop)),
    currency: settings.currency,
    blocked: allowed.ok ? null : sayForbidden({ role: role ?? 'viewer', needs: leastRole['limits.save'] }),
  }
}

const Posted = z.object({ settings: z.unknown(), read: MoneySettings })

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const posted = Posted.safeParse(await request.json())
  if (!posted.success) throw new Response('The form is not complete.', { status: 400 })
  const result = await saveMoneySettings(ctx, posted.data)
  if (result.ok) return data({ ok: true as const, message: 'Payment settings saved' })
  const status =
    result.error.kind === 'forbidden' ? 403 : result.error.kind === 'settings_conflict' ? 409 : 200
  return data({ ok: false as const, message: say(result.error) }, { status })
}

function say(error: SaveMoneySettingsError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'settings_conflict':
      return 'Somebody else changed these settings a moment ago. Load the page anew, then decide.'
    case 'invalid_settings':
      return `The settings were not saved: ${error.paths.join(', ')} is not what it can be.`
  }
}

export default function PaymentSettingsPage() {
  const { saved, currency, blocked } = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  const command = useSaving()
  return (
    <Page>
      <TitleBar title="Payments">
        <button variant="breadcrumb" onClick={() => navigate('/app/settings')}>
          Settings
        </button>
      </TitleBar>
      <Text as="h1" visuallyHidden>
        Payments
      </Text>
      {/* What was saved is what the form begins with. */}
      <Form
        key={JSON.stringify(saved)}
        saved={saved}
        currency={currency}
        blocked={blocked}
        command={command}
      />
    </Page>
  )
}

/** Sends the settings; success is a toast, said once: the form itself begins anew with what was saved. */
function useSaving() {
  const fetcher = useFetcher<typeof action>()
  const shopify = useAppBridge()
  useEffect(() => {
    if (fetcher.data?.ok) shopify.toast.show(fetcher.data.message)
  }, [fetcher.data, shopify])
  return {
    save: (settings: MoneySettings, read: MoneySettings) =>
      fetcher.submit({ settings, read }, { method: 'post', encType: 'application/json' }),
    isBusy: fetcher.state !== 'idle',
    failure: fetcher.data?.ok === false && fetcher.state === 'idle' ? fetcher.data.message : null,
  }
}

function Form(props: {
  readonly saved: MoneySettings
  readonly currency: string
  readonly blocked: string | null
  readonly command: ReturnType<typeof useSaving>
}) {
  const { saved, currency, blocked, command } = props
  const begin = formOf(saved, currency)
  const [form, setForm] = useState<PaymentsForm>(begin)
  // What is wrong is said from the first try on, and goes as it is mended.
  const [isTried, setIsTried] = useState(false)
  const read = settingsOf(form)
  const problems = isTried && !read.ok ? read.problems : {}
  const save = () => {
    setIsTried(true)
    if (read.ok) command.save(read.settings, saved)
  }
  const isDisabled = blocked !== null
  return (
    <>
      <FormSaveBar
        id="payments-save-bar"
        isDirty={JSON.stringify(form) !== JSON.stringify(begin)}
        isSaving={command.isBusy}
        onSave={save}
        onDiscard={() => {
          setIsTried(false)
          setForm(begin)
        }}
      />
      <BlockStack gap={{ xs: '800', sm: '400' }}>
        {command.failure ? <Banner tone="critical" title={command.failure} /> : null}
        {blocked ? (
          <Banner>
            <p>{blocked}</p>
          </Banner>
        ) : null}
        <SettingsSection
          title="Refund on the first scan"
          text="Where the policy pays as soon as the carrier has the parcel: how much may be out for goods that are not here yet."
        >
          <ExposureCard form={form} problems={problems} isDisabled={isDisabled} onChange={setForm} />
        </SettingsSection>
        <SettingsSection
          title="Store credit"
          text="Whether credit that you give from now on ends. In many countries the law forbids it, so you name the ones where it may."
        >
          <ExpiryCard form={form} problems={problems} isDisabled={isDisabled} onChange={setForm} />
        </SettingsSection>
      </BlockStack>
    </>
  )
}

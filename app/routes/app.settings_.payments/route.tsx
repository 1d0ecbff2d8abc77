import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { answerCommand, done, no, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { sayBlocked, sayForbidden } from '#app/components/role-words.ts'
import { SettingsForm } from '#app/components/settings-form.tsx'
import { SettingsSection } from '#app/components/settings-section.tsx'
import { type CommandRunner, useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getMoneySettings } from '#app/db/money-settings.server.ts'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import { saveMoneySettings, type SaveMoneySettingsError } from '#app/use-cases/save-money-settings.server.ts'
import { ExpiryCard } from './expiry-card.tsx'
import { ExposureCard } from './exposure-card.tsx'
import { formOf, type PaymentsForm, settingsOf } from './payments-form.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, role, settings } = await contextFromAdmin(request)
  return {
    saved: await withShop(shop, (tx) => getMoneySettings(tx, shop)),
    currency: settings.currency,
    blocked: sayBlocked(role, 'limits.save'),
  }
}

const Posted = z.object({ settings: z.unknown(), read: MoneySettings })

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const result = await saveMoneySettings(ctx, await readCommand(request, Posted))
  if (result.ok) return answerCommand(done('Payment settings saved'))
  const { error } = result
  return answerCommand(no(statuses[error.kind], say(error)))
}

const statuses = { forbidden: 403, settings_conflict: 409, invalid_settings: 200 } as const

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
  // The page's, not the form's: the form begins anew with what was saved, and success is said once.
  const command = useCommand(useFetcher<typeof action>())
  return (
    <AdminPage title="Payments" parent="settings">
      <Form
        key={JSON.stringify(saved)}
        saved={saved}
        currency={currency}
        blocked={blocked}
        command={command}
      />
    </AdminPage>
  )
}

function Form(props: {
  readonly saved: MoneySettings
  readonly currency: string
  readonly blocked: string | null
  readonly command: CommandRunner
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
    if (read.ok) command.run({ settings: read.settings, read: saved })
  }
  const isDisabled = blocked !== null
  return (
    <SettingsForm
      id="payments-save-bar"
      isDirty={JSON.stringify(form) !== JSON.stringify(begin)}
      command={command}
      blocked={blocked}
      onSave={save}
      onDiscard={() => {
        setIsTried(false)
        setForm(begin)
      }}
    >
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
    </SettingsForm>
  )
}

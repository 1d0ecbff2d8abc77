import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { Button, Card, Checkbox, ChoiceList, FormLayout, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { z } from 'zod'
import { answerCommand, done, no, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { sayBlocked, sayForbidden } from '#app/components/role-words.ts'
import { SettingsForm } from '#app/components/settings-form.tsx'
import { SettingsSection } from '#app/components/settings-section.tsx'
import { useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { GiftReturns } from '#app/domain/gift.ts'
import { money, toDecimal } from '#app/domain/money.ts'
import { type GuestSettingsField, saveGuestSettings } from '#app/use-cases/save-guest-settings.server.ts'

const Posted = z.object({
  codeForWeakProof: z.boolean(),
  codeAbove: z.string().max(40),
  headlessOrigins: z.string().max(5000),
  giftReturns: GiftReturns,
})
type Form = z.infer<typeof Posted>

export async function loader({ request }: LoaderFunctionArgs) {
  const { settings, role } = await contextFromAdmin(request)
  const { codeForWeakProof, codeAbove, headlessOrigins, giftReturns } = settings.portal
  const saved: Form = {
    codeForWeakProof,
    codeAbove: codeAbove === null ? '' : toDecimal(money(codeAbove, settings.currency)),
    headlessOrigins: headlessOrigins.join('\n'),
    giftReturns,
  }
  return { saved, currency: settings.currency, blocked: sayBlocked(role, 'settings.save') }
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const result = await saveGuestSettings(ctx, await readCommand(request, Posted))
  if (result.ok) return answerCommand(done('Settings saved'))
  const { error } = result
  if (error.kind === 'forbidden') return answerCommand(no(403, sayForbidden(error)))
  const message = 'The settings were not saved. Mend the marked fields.'
  const fields = Object.fromEntries(error.fields.map((field) => [field, problemWords[field]]))
  return answerCommand(no(200, message, fields))
}

const problemWords: Readonly<Record<GuestSettingsField, string>> = {
  codeAbove: 'Enter an amount like 1000.00, or leave it empty.',
  headlessOrigins: 'Enter one address per line, like https://shop.example, without a path; 20 at most.',
}

export default function GuestSettingsPage() {
  const { saved, currency, blocked } = useLoaderData<typeof loader>()
  return (
    <AdminPage title="Guests and storefronts" parent="settings">
      {/* What was saved is what the form begins with. */}
      <GuestForm key={JSON.stringify(saved)} saved={saved} currency={currency} blocked={blocked} />
    </AdminPage>
  )
}

const giftChoices = [
  { value: 'off', label: 'Nothing: gifts come back through the buyer only' },
  { value: 'exchange', label: 'Goods of the same price' },
  {
    value: 'exchange_or_credit',
    label: 'Goods of the same price, or store credit',
    helpText:
      'Store credit goes to the recipient’s own customer account, once staff have looked at the goods. It is a credit of yours, no refund of a payment: ask your tax adviser how to book it.',
  },
]

type GuestFormProps = { readonly saved: Form; readonly currency: string; readonly blocked: string | null }

function GuestForm({ saved, currency, blocked }: GuestFormProps) {
  const command = useCommand(useFetcher<typeof action>())
  const [form, setForm] = useState(saved)
  const { problems } = command
  const disabled = blocked !== null
  return (
    <SettingsForm
      id="guests-save-bar"
      isDirty={JSON.stringify(form) !== JSON.stringify(saved)}
      command={command}
      blocked={blocked}
      onSave={() => command.run(form)}
      onDiscard={() => setForm(saved)}
    >
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
              error={problems.codeAbove ?? false}
            />
          </FormLayout>
        </Card>
      </SettingsSection>
      <SettingsSection
        title="Gift returns"
        text="Who was given something returns it with a gift code, without prices and without the buyer being told. Buyers make the code on the page of their order, staff here. The buyer gets no money back for it."
      >
        <Card>
          <FormLayout>
            <ChoiceList
              title="What there is for a gift"
              choices={giftChoices}
              selected={[form.giftReturns]}
              onChange={([giftReturns]) => setForm({ ...form, giftReturns: GiftReturns.parse(giftReturns) })}
              disabled={disabled}
            />
            <Button url="/app/gifts">Make a gift code for an order</Button>
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
            error={problems.headlessOrigins ?? false}
          />
        </Card>
      </SettingsSection>
    </SettingsForm>
  )
}

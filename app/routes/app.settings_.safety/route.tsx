import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { BlockStack } from '@shopify/polaris'
import { useState } from 'react'
import { answerCommand, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { CommandBanners } from '#app/components/command-banners.tsx'
import { FormSaveBar } from '#app/components/form-save-bar.tsx'
import { SettingsSection } from '#app/components/settings-section.tsx'
import { type CommandRunner, useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { limitHolders } from '#app/domain/limits.ts'
import type { Role } from '#app/domain/roles.ts'
import { changeSafety, SafetyChange } from './change-safety.server.ts'
import { LimitsCard } from './limits-card.tsx'
import { formOf, type LimitsForm, limitsOf } from './limits-form.ts'
import { LogCard, WaitingCard } from './log-cards.tsx'
import { PeopleCard } from './people-card.tsx'
import { readSafetyPage, type SafetyPage } from './safety-page.server.ts'
import { StopCard } from './stop-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  return readSafetyPage(await contextFromAdmin(request))
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  return answerCommand(await changeSafety(ctx, await readCommand(request, SafetyChange)))
}

export default function PaymentSafetyPage() {
  const page = useLoaderData<typeof loader>()
  const command = useCommand(useFetcher<typeof action>())
  return (
    <AdminPage title="Payment safety" parent="settings">
      <BlockStack gap={{ xs: '800', sm: '400' }}>
        <CommandBanners command={command} />
        <SettingsSection title="Stop payments" text="For the moment when something is wrong.">
          <StopCard page={page} command={command} />
        </SettingsSection>
        <SettingsSection
          title="Waiting for a second person"
          text="Payments above the limit of who asked. Who asked cannot grant."
        >
          <WaitingCard waiting={page.waiting} />
        </SettingsSection>
        {/* What was saved is what the form begins with. */}
        <Forms key={savedAs(page)} page={page} command={command} />
        <SettingsSection title="Log" text="The last changes and refusals. Entries cannot be edited.">
          <LogCard audit={page.audit} />
        </SettingsSection>
      </BlockStack>
    </AdminPage>
  )
}

const savedAs = ({ people, limitsVersion }: SafetyPage) =>
  `${limitsVersion} ${people.map(({ userId, role }) => `${userId}:${role}`).join(' ')}`

function Forms({ page, command }: { readonly page: SafetyPage; readonly command: SafetyCommand }) {
  const saved = formOf(page.limits, page.currency)
  const [chosen, setChosen] = useState<Readonly<Record<string, Role>>>({})
  const [form, setForm] = useState<LimitsForm>(saved)
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({})
  const roles = page.people
    .map(({ userId, role }) => ({ userId, from: role, role: chosen[userId] ?? role }))
    .filter(({ from, role }) => from !== role)
    .map(({ userId, role }) => ({ userId, role }))
  const isLimitsDirty = JSON.stringify(form) !== JSON.stringify(saved)
  const save = () => {
    const read = isLimitsDirty ? limitsOf(form) : null
    setMissing(read?.ok === false ? read.problems : {})
    if (read?.ok === false) return
    command.run({
      intent: 'save',
      ...(roles.length > 0 ? { roles } : {}),
      ...(read ? { limits: { limits: read.limits, version: page.limitsVersion } } : {}),
    })
  }
  return (
    <>
      <FormSaveBar
        id="safety-save-bar"
        isDirty={roles.length > 0 || isLimitsDirty}
        isSaving={command.isBusy}
        onSave={save}
        onDiscard={() => {
          command.forget()
          setMissing({})
          setChosen({})
          setForm(saved)
        }}
      />
      <SettingsSection title="People" text="Who may do what. A change holds at once.">
        <PeopleCard
          page={page}
          chosen={chosen}
          onChange={(userId, role) => setChosen({ ...chosen, [userId]: role })}
        />
      </SettingsSection>
      <SettingsSection
        title="Limits"
        text="Above its limit a payment waits for a second person whose own limit covers it. What the policy pays by itself, on approval or on the first scan, waits for a person."
      >
        <BlockStack gap="400">
          {limitHolders.map((role) => (
            <LimitsCard
              key={role}
              role={role}
              form={form[role]}
              problems={{ ...command.problems, ...missing }}
              isDisabled={!page.may.setLimits}
              onChange={(next) => setForm({ ...form, [role]: next })}
            />
          ))}
        </BlockStack>
      </SettingsSection>
    </>
  )
}

export type SafetyCommand = CommandRunner<SafetyChange>

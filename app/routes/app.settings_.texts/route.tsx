import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { type ShouldRevalidateFunctionArgs, useFetcher, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { answerCommand, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { sayBlocked, sayForbidden } from '#app/components/role-words.ts'
import { SettingsForm } from '#app/components/settings-form.tsx'
import { useCommand, type CommandRunner } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findOwnTexts } from '#app/db/own-texts.server.ts'
import { isPortalLocale, portalEntries } from '#app/i18n/portal-entries.ts'
import { type PortalLocale, portalLocaleFor } from '#app/i18n/portal-languages.ts'
import { saveOwnTexts } from '#app/use-cases/save-own-texts.server.ts'
import { TextFilters, useTextFilters } from './text-filters.tsx'
import { TextList } from './text-list.tsx'
import {
  changesOf,
  type Drafts,
  filterTexts,
  problemsOf,
  type TextView,
  textViews,
  withDraft,
} from './text-view.ts'
import { nameOfText, sayLastChange, sayProblem } from './text-words.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, settings, role } = await contextFromAdmin(request)
  const wanted = new URL(request.url).searchParams.get('language') ?? settings.locale
  const locale = portalLocaleFor(wanted) ?? 'en'
  const own = await withShop(shop, (tx) => findOwnTexts(tx, shop, locale))
  return {
    locale,
    texts: textViews(portalEntries(locale, settings.country), own),
    lastChange:
      own === null || own.author.kind !== 'staff'
        ? null
        : sayLastChange({ by: own.author.name, at: own.updatedAt, timeZone: settings.timeZone }),
    blocked: sayBlocked(role, 'settings.save'),
  }
}

/** Page and search are looked up among what is here already. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const isFilter = currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search
  const hasLanguage = currentUrl.searchParams.get('language') === nextUrl.searchParams.get('language')
  return isFilter && hasLanguage ? false : defaultShouldRevalidate
}

const Posted = z.object({
  locale: z.string().refine(isPortalLocale),
  changes: z
    .record(z.string().max(100), z.string().max(5000).nullable())
    .refine((changes) => Object.keys(changes).length <= 600),
})

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const result = await saveOwnTexts(ctx, await readCommand(request, Posted))
  if (result.ok) return answerCommand({ ok: true, message: 'Texts saved' })
  const { error } = result
  if (error.kind === 'forbidden')
    return answerCommand({ ok: false, status: 403, message: sayForbidden(error) })
  const said = Object.entries(error.problems).map(
    ([key, problem]) => `${nameOfText(key)}: ${sayProblem(problem)}`,
  )
  return answerCommand({ ok: false, status: 200, message: `Nothing was saved. ${said.join(' ')}` })
}

export default function TextsPage() {
  const { locale, texts, lastChange, blocked } = useLoaderData<typeof loader>()
  // The page's, not the form's: the form begins anew with what was saved, and success is said once.
  const command = useCommand(useFetcher<typeof action>())
  return (
    <AdminPage title="Texts" parent="settings">
      <TextsForm
        key={`${locale} ${JSON.stringify(texts.map(({ saved }) => saved))}`}
        locale={locale}
        texts={texts}
        lastChange={lastChange}
        blocked={blocked}
        command={command}
      />
    </AdminPage>
  )
}

type FormProps = {
  readonly locale: PortalLocale
  readonly texts: readonly TextView[]
  readonly lastChange: string | null
  readonly blocked: string | null
  readonly command: CommandRunner
}

function TextsForm({ locale, texts, lastChange, blocked, command }: FormProps) {
  const [drafts, setDrafts] = useState<Drafts>({})
  const { filters, setFilters, setLanguage } = useTextFilters()
  const isDirty = Object.keys(drafts).length > 0
  const problems = problemsOf(texts, drafts)
  const found = filterTexts(texts, drafts, filters)
  const save = () => {
    const [first] = problems
    if (first === undefined) command.run({ locale, changes: changesOf(texts, drafts) })
    else setFilters({ group: first.text.group, search: '', changedOnly: true })
  }
  return (
    <SettingsForm
      id="texts-save-bar"
      isDirty={isDirty}
      command={command}
      blocked={blocked}
      onSave={save}
      onDiscard={() => setDrafts({})}
    >
      <TextFilters
        locale={locale}
        texts={texts}
        filters={filters}
        changed={texts.filter(({ key, saved, text }) => (drafts[key] ?? saved) !== text).length}
        lastChange={lastChange}
        isDirty={isDirty}
        onFilter={setFilters}
        onLanguage={setLanguage}
      />
      <TextList
        // Another list begins at its top, with as many texts as it had at first.
        key={JSON.stringify(filters)}
        locale={locale}
        texts={found}
        drafts={drafts}
        problems={problems}
        filters={filters}
        isDisabled={blocked !== null}
        onWrite={(text, written) => setDrafts((before) => withDraft(before, text, written))}
        onClear={() => setFilters({ ...filters, search: '', changedOnly: false })}
      />
    </SettingsForm>
  )
}

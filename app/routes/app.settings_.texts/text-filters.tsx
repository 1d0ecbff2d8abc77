import { useSearchParams } from '@remix-run/react'
import { BlockStack, Card, Checkbox, FormLayout, Select, Text, TextField } from '@shopify/polaris'
import { type PortalGroup, portalGroups } from '#app/i18n/portal-groups.ts'
import type { PortalLocale } from '#app/i18n/portal-languages.ts'
import type { Filters, TextView } from './text-view.ts'
import { groupWords, languageWords } from './text-words.ts'

/** What is looked at, in the address: Back and a reload keep it. */
export function useTextFilters() {
  const [params, setParams] = useSearchParams()
  const page = params.get('page')
  const filters: Filters = {
    group: portalGroups.find((group) => group === page) ?? portalGroups[0],
    search: params.get('search') ?? '',
    changedOnly: params.get('changed') === '1',
  }
  const set = (values: Readonly<Record<string, string>>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(values))
          if (value === '') before.delete(name)
          else before.set(name, value)
        return before
      },
      { replace: true, preventScrollReset: true },
    )
  return {
    filters,
    setFilters: ({ group, search, changedOnly }: Filters) =>
      set({ page: group, search, changed: changedOnly ? '1' : '' }),
    setLanguage: (language: string) => set({ language }),
  }
}

type Props = {
  readonly locale: PortalLocale
  readonly texts: readonly TextView[]
  readonly filters: Filters
  /** How many texts are the merchant's own. */
  readonly changed: number
  readonly lastChange: string | null
  readonly isDirty: boolean
  readonly onFilter: (filters: Filters) => void
  readonly onLanguage: (language: string) => void
}

/** Which language, which page, which words. */
export function TextFilters(props: Props) {
  const { locale, texts, filters, changed, lastChange, isDirty, onFilter, onLanguage } = props
  const groups = portalGroups.filter((group) => texts.some((text) => text.group === group))
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p">
          What shoppers read behind the returns form. Texts of the form itself are settings of its block in
          the theme editor; the policy page is written from your policy.
        </Text>
        <FormLayout>
          <FormLayout.Group>
            <Select
              label="Language"
              options={Object.entries(languageWords).map(([value, label]) => ({ value, label }))}
              value={locale}
              onChange={onLanguage}
              disabled={isDirty}
              {...(isDirty ? { helpText: 'Save or discard your changes first.' } : {})}
            />
            <Select
              label="Page"
              options={groups.map((value) => ({ value, label: groupWords[value] }))}
              value={filters.group}
              // The options are the groups.
              onChange={(group) => onFilter({ group: group as PortalGroup, search: '', changedOnly: false })}
            />
          </FormLayout.Group>
          <TextField
            label="Search all pages"
            type="search"
            value={filters.search}
            onChange={(search) => onFilter({ ...filters, search })}
            clearButton
            onClearButtonClick={() => onFilter({ ...filters, search: '' })}
            autoComplete="off"
          />
          <Checkbox
            label={`Only what you changed (${changed})`}
            checked={filters.changedOnly}
            onChange={(changedOnly) => onFilter({ ...filters, changedOnly })}
          />
        </FormLayout>
        {lastChange === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {lastChange}
          </Text>
        )}
      </BlockStack>
    </Card>
  )
}

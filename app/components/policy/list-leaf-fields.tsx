import { useAppBridge } from '@shopify/app-bridge-react'
import { BlockStack, Box, Button, InlineGrid, Select, Text } from '@shopify/polaris'
import type { ListOf } from '#app/domain/policy/conditions/condition.ts'
import type { LeafKind } from '#app/domain/policy/conditions/index.ts'
import { countryName } from '#app/i18n/country-name.ts'
import { ChoiceField } from './choice-field.tsx'
import { Chosen, without } from './chosen.tsx'
import { countryCodes } from './country-codes.ts'
import type { EditorContext } from './editor-context.ts'
import { errorAt, type Problems } from './fields.tsx'
import type { LeafProps } from './leaf-fields.tsx'
import { RegionsField } from './regions-field.tsx'
import { SuggestedListField } from './suggested-list-field.tsx'

const operatorWords = {
  anyOf: 'Is any of',
  allOf: 'Is all of',
  noneOf: 'Is none of',
  startsWith: 'Begins with',
} as const

type Titles = Readonly<Record<string, string>>
type ValuesProps = {
  readonly kind: LeafKind
  readonly of: ListOf
  readonly values: readonly string[]
  readonly titles: Titles
  readonly path: string
  readonly editor: EditorContext
  readonly onChange: (values: string[], titles: Titles) => void
}

/** The fields of a list condition: how it compares, and with what. */
export function ListLeafFields(props: LeafProps<'set'> | LeafProps<'text'>) {
  const { form, value, path, editor } = props
  // A set and a text differ in their operators only, and those come from the form of the same leaf.
  const change = props.onChange as (value: object) => void
  const options = form.operators.map((is) => [is, operatorWords[is]] as const)
  return (
    <InlineGrid columns={{ xs: 1, sm: ['oneThird', 'twoThirds'] }} gap="200">
      <ChoiceField
        label="Compared"
        options={options}
        value={value.is}
        onChange={(is) => change({ ...value, is })}
      />
      <ValuesField
        kind={value.kind}
        of={form.of}
        values={value.values}
        titles={value.titles ?? {}}
        path={`${path}.values`}
        editor={editor}
        onChange={(values, titles) => {
          const { titles: _, ...rest } = value
          const named = Object.fromEntries(Object.entries(titles).filter(([id]) => values.includes(id)))
          change({ ...rest, values, ...(Object.keys(named).length > 0 ? { titles: named } : {}) })
        }}
      />
    </InlineGrid>
  )
}

type ListWords = { readonly help: string; readonly words: string }
const lists: Partial<Record<ListOf, ListWords>> = {
  market: {
    help: 'Handles of markets, separated by commas: eu, us.',
    words: 'Enter at least one market.',
  },
}
const words: ListWords = { help: 'Separate several with commas.', words: 'Enter at least one word.' }

function ValuesField(props: ValuesProps) {
  const { kind, of, values, path, editor, titles, onChange } = props
  switch (of) {
    case 'reason':
      return <ReasonsField {...props} />
    case 'product':
    case 'variant':
    case 'collection':
      return <ResourcesField {...props} type={of} />
    case 'country':
      return <CountriesField {...props} />
    case 'region':
      return (
        <RegionsField
          values={values}
          path={path}
          problems={editor.problems}
          onChange={(list) => onChange(list, titles)}
        />
      )
    default:
      return (
        <SuggestedListField
          {...(lists[of] ?? words)}
          values={values}
          suggestions={editor.suggestions[kind] ?? []}
          path={path}
          problems={editor.problems}
          onChange={(list) => onChange(list, titles)}
        />
      )
  }
}

function ReasonsField({ values, titles, path, editor, onChange }: ValuesProps) {
  const nameOf = (handle: string) =>
    editor.reasons.find((reason) => reason.handle === handle)?.name ?? titles[handle] ?? handle
  const chosen = values.filter((handle) => handle !== '')
  const free = editor.reasons.filter(({ handle }) => !values.includes(handle))
  return (
    <BlockStack gap="200">
      <Chosen values={chosen} nameOf={nameOf} onRemove={(gone) => onChange(without(chosen, gone), titles)} />
      <Select
        label="Add a reason"
        options={[
          { value: '', label: free.length === 0 ? 'No more reasons' : 'Choose a reason' },
          ...free.map(({ handle, name }) => ({ value: handle, label: name })),
        ]}
        value=""
        onChange={(handle) => onChange([...chosen, handle], { ...titles, [handle]: nameOf(handle) })}
        {...errorAt(editor.problems, path, 'Choose at least one reason.')}
      />
    </BlockStack>
  )
}

/** Countries by their names; kept as ISO codes. */
function CountriesField({ values, titles, path, editor, onChange }: ValuesProps) {
  const chosen = values.filter((code) => code !== '')
  const free = countryNames.filter(({ code }) => !chosen.includes(code))
  return (
    <BlockStack gap="200">
      <Chosen
        values={chosen}
        nameOf={(code) => countryName(code, 'en')}
        onRemove={(gone) => onChange(without(chosen, gone), titles)}
      />
      <Select
        label="Add a country"
        options={[
          { value: '', label: 'Choose a country' },
          ...free.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        value=""
        onChange={(code) => onChange([...chosen, code], titles)}
        {...errorAt(editor.problems, path, 'Choose at least one country.')}
      />
    </BlockStack>
  )
}

const countryNames = countryCodes
  .map((code) => ({ code, name: countryName(code, 'en') }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'))

const pickWords = { product: 'Choose products', variant: 'Choose variants', collection: 'Choose collections' }

/** Products, variants or collections, chosen in Shopify's own picker; their names are kept beside their ids. */
function ResourcesField(props: ValuesProps & { readonly type: 'product' | 'variant' | 'collection' }) {
  const { values, titles, path, editor, type, onChange } = props
  const shopify = useAppBridge()
  const chosen = values.filter((id) => id !== '')
  const pick = async () => {
    const picked = await shopify.resourcePicker({
      type,
      action: 'select',
      multiple: 250,
      selectionIds: chosen.map((id) => ({ id })),
    })
    if (picked === undefined) return
    const named = picked.map((one) => [one.id, titleOf(one)] as const)
    onChange(
      named.map(([id]) => id),
      Object.fromEntries(named),
    )
  }
  return (
    <BlockStack gap="200">
      <Chosen
        values={chosen}
        nameOf={(id) => titles[id] ?? id}
        onRemove={(gone) => onChange(without(chosen, gone), titles)}
      />
      <Box>
        <Button onClick={() => void pick()}>{pickWords[type]}</Button>
      </Box>
      <ErrorOf problems={editor.problems} path={path} />
    </BlockStack>
  )
}

function titleOf(picked: {
  readonly id: string
  readonly title?: string
  readonly displayName?: string
}): string {
  return picked.displayName ?? picked.title ?? picked.id
}

function ErrorOf({ problems, path }: { readonly problems: Problems; readonly path: string }) {
  const { error } = errorAt(problems, path, 'Choose at least one.')
  return error === undefined ? null : (
    <Text as="p" tone="critical">
      {error}
    </Text>
  )
}

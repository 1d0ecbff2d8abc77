import { BlockStack, Select, TextField } from '@shopify/polaris'
import { languageName } from '#app/i18n/language-name.ts'
import { errorAt, type Problems } from './fields.tsx'

/** Languages offered first; a text in any other that is there already keeps its field. */
const offered = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pl',
  'sv',
  'da',
  'nb',
  'fi',
  'cs',
  'pt',
  'ja',
  'zh',
  'zh-TW',
  'ko',
  'ar',
  'tr',
]

type Props = {
  readonly label: string
  readonly help?: string
  readonly value: Readonly<Record<string, string>>
  readonly path: string
  readonly problems: Problems
  readonly onChange: (value: Record<string, string>) => void
}

/** A text of the merchant for shoppers, one field per language. A field that is emptied goes, but for the last one. */
export function LocalTextFields({ label, help, value, path, problems, onChange }: Props) {
  const languages = Object.keys(value)
  const free = offered.filter((code) => !languages.includes(code))
  const set = (language: string, text: string) => onChange({ ...value, [language]: text })
  const leave = (language: string) => {
    const { [language]: text, ...others } = value
    if (text?.trim() === '' && Object.keys(others).length > 0) onChange(others)
  }
  return (
    <BlockStack gap="200">
      {languages.map((language, place) => (
        <TextField
          key={language}
          label={languages.length === 1 && language === 'en' ? label : `${label} (${languageName(language)})`}
          value={value[language] ?? ''}
          maxLength={200}
          autoComplete="off"
          onChange={(text) => set(language, text)}
          onBlur={() => leave(language)}
          {...(help !== undefined && place === 0 ? { helpText: help } : {})}
          {...errorAt(problems, `${path}.${language}`, 'Write something, in at most 200 characters.')}
        />
      ))}
      <Select
        label={`${label} in another language`}
        options={[
          { value: '', label: 'Choose a language' },
          ...free.map((code) => ({ value: code, label: languageName(code) })),
        ]}
        value=""
        onChange={(language) => set(language, '')}
      />
    </BlockStack>
  )
}

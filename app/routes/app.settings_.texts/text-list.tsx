import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import { useState } from 'react'
import type { TextProblem } from '#app/domain/own-text.ts'
import type { PortalLocale } from '#app/i18n/portal-languages.ts'
import { TextItem } from './text-item.tsx'
import { type Drafts, type Filters, type TextView, writtenIn } from './text-view.ts'
import { groupWords } from './text-words.ts'

type Props = {
  readonly locale: PortalLocale
  readonly texts: readonly TextView[]
  readonly drafts: Drafts
  readonly problems: readonly { readonly text: TextView; readonly problem: TextProblem }[]
  readonly filters: Filters
  readonly isDisabled: boolean
  readonly onWrite: (text: TextView, written: string) => void
  readonly onClear: () => void
}

/** So many fields are quick to draw; the rest comes on demand. */
const atFirst = 40

/** The texts that were asked for. */
export function TextList({ locale, texts, drafts, problems, filters, isDisabled, onWrite, onClear }: Props) {
  const [most, setMost] = useState(atFirst)
  const isSearch = filters.search.trim() !== '' || filters.changedOnly
  const count = texts.length === 1 ? '1 text' : `${texts.length} texts`
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {isSearch ? 'On all pages' : groupWords[filters.group]}
          </Text>
          <div role="status">
            <Text as="p" tone="subdued">
              {count}
            </Text>
          </div>
        </InlineStack>
        {texts.length === 0 ? <Nothing filters={filters} onClear={onClear} /> : null}
        {texts.slice(0, most).map((text) => (
          <TextItem
            key={text.key}
            text={text}
            locale={locale}
            written={writtenIn(drafts, text)}
            problem={problems.find((one) => one.text.key === text.key)?.problem ?? null}
            isDisabled={isDisabled}
            namesPage={isSearch}
            onWrite={(written) => onWrite(text, written)}
          />
        ))}
        {texts.length > most ? (
          <InlineStack>
            <Button onClick={() => setMost(most + atFirst)}>Show more</Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  )
}

function Nothing({ filters, onClear }: { readonly filters: Filters; readonly onClear: () => void }) {
  const { search, changedOnly } = filters
  const words = search.trim()
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="p">
        {words === ''
          ? 'Nothing is changed in this language: shoppers read the defaults.'
          : `No text ${changedOnly ? 'that you changed ' : ''}says “${words}”.`}
      </Text>
      <Button onClick={onClear}>Show all texts</Button>
    </BlockStack>
  )
}

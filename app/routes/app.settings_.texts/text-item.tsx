import { Badge, BlockStack, Box, Button, InlineError, InlineStack, Text, TextField } from '@shopify/polaris'
import type { TextProblem } from '#app/domain/own-text.ts'
import { directionOf, type PortalLocale } from '#app/i18n/portal-languages.ts'
import type { TextView } from './text-view.ts'
import { groupWords, lockWords, sayProblem, sayValue } from './text-words.ts'

type Props = {
  readonly text: TextView
  readonly locale: PortalLocale
  readonly written: string
  readonly problem: TextProblem | null
  readonly isDisabled: boolean
  /** Texts of several pages stand in one list. */
  readonly namesPage: boolean
  readonly onWrite: (written: string) => void
}

/** A text of the shopper's pages: its name, the merchant's words in a field, what must stay in it, and the default. */
export function TextItem({ text, locale, written, problem, isDisabled, namesPage, onWrite }: Props) {
  const id = `text-${text.key}`
  const isChanged = written !== text.text
  const needs = text.needs.map(sayValue).join(', ')
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="bodyMd" fontWeight="medium">
            {text.name}
          </Text>
          {namesPage ? <Badge>{groupWords[text.group]}</Badge> : null}
          {isChanged ? <Badge tone="info">Changed</Badge> : null}
          {text.locked === null ? null : <Badge tone="attention">Locked</Badge>}
        </InlineStack>
        {isChanged && text.locked === null ? (
          <Button
            variant="plain"
            disabled={isDisabled}
            accessibilityLabel={`Reset ${text.name} to the default`}
            onClick={() => onWrite(text.text)}
          >
            Reset
          </Button>
        ) : null}
      </InlineStack>
      {text.locked === null ? (
        <>
          <div lang={locale} dir={directionOf(locale)}>
            <TextField
              id={id}
              label={text.name}
              labelHidden
              value={written}
              onChange={onWrite}
              multiline={text.text.length > 70 ? 2 : false}
              autoComplete="off"
              disabled={isDisabled}
              error={problem !== null}
            />
          </div>
          {problem === null ? null : <InlineError message={sayProblem(problem)} fieldID={id} />}
        </>
      ) : (
        <Locked text={text} locale={locale} />
      )}
      {isChanged ? <Quoted label="Default" text={text.text} locale={locale} /> : null}
      {locale === 'en' ? null : <Quoted label="English" text={text.english} locale="en" />}
      {needs === '' ? null : (
        <Text as="p" variant="bodySm" tone="subdued">
          Keep {needs}.
        </Text>
      )}
    </BlockStack>
  )
}

function Locked({ text, locale }: { readonly text: TextView; readonly locale: PortalLocale }) {
  return (
    <Box background="bg-surface-secondary" padding="200" borderRadius="200">
      <BlockStack gap="100">
        <div lang={locale} dir={directionOf(locale)}>
          <Text as="p" breakWord>
            {text.text}
          </Text>
        </div>
        <Text as="p" variant="bodySm" tone="subdued">
          {text.locked === null ? '' : lockWords[text.locked]}
        </Text>
      </BlockStack>
    </Box>
  )
}

function Quoted(props: { readonly label: string; readonly text: string; readonly locale: PortalLocale }) {
  return (
    <Text as="p" variant="bodySm" tone="subdued" breakWord>
      {props.label}: <bdi lang={props.locale}>{props.text}</bdi>
    </Text>
  )
}

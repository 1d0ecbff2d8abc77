import {
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  List,
  Select,
  Text,
  TextField,
} from '@shopify/polaris'
import { useState } from 'react'
import { directionOf } from '#app/i18n/portal-languages.ts'
import type { PolicyTextPageData } from './policy-page-view.server.ts'

type Props = {
  readonly page: Pick<PolicyTextPageData, 'locale' | 'languages' | 'sections' | 'html' | 'text'>
  readonly onLanguage: (locale: string) => void
}

/** The policy in force as shoppers read it, and copies of it to put elsewhere. */
export function PreviewCard({ page, onLanguage }: Props) {
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="end" gap="200">
          <Select label="Language" options={[...page.languages]} value={page.locale} onChange={onLanguage} />
          <CopyButtons html={page.html} text={page.text} />
        </InlineStack>
        <div lang={page.locale} dir={directionOf(page.locale)}>
          <BlockStack gap="300">
            {page.sections.map(({ id, title, sentences, rules }) => (
              <BlockStack gap="100" key={id}>
                <Text as="h2" variant="headingSm">
                  {title}
                </Text>
                <Text as="p">{sentences.join(' ')}</Text>
                {rules.length === 0 ? null : (
                  <List type="number">
                    {rules.map((rule) => (
                      <List.Item key={rule.id}>
                        <Text as="span" fontWeight="semibold">
                          {rule.when}
                        </Text>{' '}
                        {rule.sentences.join(' ')}
                      </List.Item>
                    ))}
                  </List>
                )}
              </BlockStack>
            ))}
          </BlockStack>
        </div>
      </BlockStack>
    </Card>
  )
}

function CopyButtons({ html, text }: { readonly html: string; readonly text: string }) {
  const [said, setSaid] = useState('')
  /** What the browser did not let the page copy: it is shown to be selected. */
  const [shown, setShown] = useState<string | null>(null)
  const copy = async (what: string, name: string) => {
    const isCopied = await copied(what)
    setSaid(isCopied ? `${name} is copied.` : 'The browser does not let the page copy. Select it below.')
    setShown(isCopied ? null : what)
  }
  return (
    <BlockStack gap="100">
      <ButtonGroup>
        <Button onClick={() => void copy(html, 'The HTML')}>Copy as HTML</Button>
        <Button onClick={() => void copy(text, 'The text')}>Copy as text</Button>
      </ButtonGroup>
      <div role="status">
        <Text as="span" tone="subdued">
          {said}
        </Text>
      </div>
      {shown === null ? null : (
        <TextField
          label="To copy"
          value={shown}
          multiline={4}
          maxHeight={200}
          autoComplete="off"
          readOnly
          selectTextOnFocus
        />
      )}
    </BlockStack>
  )
}

/** Copies a text; a frame may be forbidden to. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

import { BlockStack, Card, Divider, List, Select, Text } from '@shopify/polaris'
import { useEffect, useMemo, useState } from 'react'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import { titledIn } from '#app/domain/policy/own-titles.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { policyPage } from '#app/domain/policy/policy-page.ts'
import { productLine } from '#app/domain/policy/short-lines.ts'
import { languageName } from '#app/i18n/language-name.ts'
import { policyLanguages } from '#app/i18n/locales.ts'
import { pageLanguages, type PageLocale } from '#app/i18n/page-languages.ts'
import { directionOf } from '#app/i18n/portal-languages.ts'
import { type SaidSection, sayLine, sayPage } from '#app/i18n/say-page.ts'
import { translatorFor } from '#app/i18n/translator.ts'

type ShopperWordsProps = {
  readonly policy: Policy
  readonly timeZone: string
  readonly currency: string
  /** Countries whose law the page names; the first is the one of the product line. */
  readonly countries: readonly string[]
  /** ISO day in the shop's zone. */
  readonly day: string
}

/** What shoppers read of the policy as it stands in the form: the page and the line for a product, in any language. */
export function ShopperWordsCard(props: ShopperWordsProps) {
  const languages = usePageLanguages()
  const [locale, setLocale] = useState<PageLocale>('en')
  const said = useMemo(() => sayToShoppers(props, locale), [props, locale])
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What shoppers read
        </Text>
        <Select
          label="Language"
          labelInline
          options={languages.map((value) => ({ value, label: languageName(value) }))}
          value={locale}
          onChange={(value) => setLocale(languages.find((one) => one === value) ?? 'en')}
        />
        {said === null ? (
          <Text as="p">The policy is not complete yet.</Text>
        ) : (
          <div lang={locale} dir={directionOf(locale)}>
            <BlockStack gap="300">
              {said.sections.map((section) => (
                <Section key={section.id} section={section} />
              ))}
              <Divider />
              <Text as="p" tone="subdued">
                {said.product}
              </Text>
            </BlockStack>
          </div>
        )}
        {said !== null && said.hidden > 0 ? (
          <Text as="p" tone="subdued">
            {`The page does not lay open ${said.hidden === 1 ? 'one rule that looks' : `${said.hidden} rules that look`} at buyers, tags of orders or payments.`}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  )
}

/** The languages that the page can be said in by now: those that the editor does not speak come after it. */
function usePageLanguages(): readonly PageLocale[] {
  const [languages, setLanguages] = useState<readonly PageLocale[]>(policyLanguages)
  useEffect(() => {
    let isHere = true
    import('#app/i18n/page-locales.ts').then(
      () => isHere && setLanguages(pageLanguages),
      // No connection: the others are there, and the page of its own has all of them.
      () => undefined,
    )
    return () => {
      isHere = false
    }
  }, [])
  return languages
}

function Section({ section }: { readonly section: SaidSection }) {
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {section.title}
      </Text>
      <Text as="p">{section.sentences.join(' ')}</Text>
      {section.rules.length > 0 ? (
        <List type="number">
          {section.rules.map(({ id, when, sentences }) => (
            <List.Item key={id}>
              <Text as="span" fontWeight="semibold">
                {when}
              </Text>{' '}
              {sentences.join(' ')}
            </List.Item>
          ))}
        </List>
      ) : null}
    </BlockStack>
  )
}

/** The page and the product line; null while the form holds something that is not a policy yet. */
function sayToShoppers(
  { policy, timeZone, currency, countries, day }: ShopperWordsProps,
  locale: PageLocale,
) {
  const valid = Policy.safeParse(policy)
  if (!valid.success) return null
  const compiled = compilePolicy(titledIn(valid.data, locale))
  const translator = translatorFor(locale, timeZone)
  const page = policyPage(compiled, { countries, currency, day })
  const [country = 'US'] = countries
  return {
    sections: sayPage(translator, page).sections,
    product: sayLine(translator, productLine(compiled, { country, currency, day })),
    hidden: page.hiddenRules.length,
  }
}

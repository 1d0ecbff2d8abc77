import { BlockStack, Card, Text } from '@shopify/polaris'
import type { NamedLocations } from '#app/components/policy/name-locations.ts'
import { sayBaseline, sayRule } from '#app/components/policy/say-policy.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import type { Translator } from '#app/i18n/translator.ts'

/** The policy as it stands in the form, in words, while it is edited. */
export function WordsCard(props: {
  readonly policy: Policy
  readonly translator: Translator
  readonly locations: NamedLocations
}) {
  const { policy, translator } = props
  const active = policy.rules.filter(({ enabled }) => enabled)
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          In words
        </Text>
        {active.map((rule) => (
          <Text as="p" key={rule.id}>
            {sayRule(translator, rule, props)}
          </Text>
        ))}
        <Text as="p">
          {active.length > 0 ? 'Everything else: ' : ''}
          {sayBaseline(translator, props)}
        </Text>
      </BlockStack>
    </Card>
  )
}

import { BlockStack, Card, Text } from '@shopify/polaris'
import { TermFields } from '#app/components/policy/term-fields.tsx'
import { termNames, type Terms } from '#app/domain/policy/terms/index.ts'
import type { PolicyEditor } from './policy-editor.ts'

/** The terms for everything that no rule says otherwise. */
export function BaselineCard({ policy, editor, onChange }: PolicyEditor) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Baseline
          </Text>
          <Text as="p" tone="subdued">
            What holds for every item unless a rule below says otherwise.
          </Text>
        </BlockStack>
        {termNames.map((name) => (
          <TermFields
            key={name}
            name={name}
            terms={policy.baseline}
            path="baseline"
            editor={editor}
            // The fields change one term and keep the others, so the set stays whole.
            onChange={(terms) => onChange({ ...policy, baseline: terms as Terms })}
          />
        ))}
      </BlockStack>
    </Card>
  )
}

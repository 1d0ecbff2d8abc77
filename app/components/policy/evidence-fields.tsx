import { BlockStack, Text } from '@shopify/polaris'
import { textIn } from '#app/domain/policy/local-text.ts'
import { ChoicesField } from './choices-field.tsx'
import { NumberField } from './fields.tsx'
import type { TermProps } from './term-fields.tsx'

/** What the shopper is asked to show. */
export function EvidenceFields({ value, path, editor, onChange }: TermProps<'evidence'>) {
  const { questions, problems } = editor
  return (
    <BlockStack gap="200">
      <NumberField
        label="Photos asked for"
        suffix="photos"
        value={value.photos}
        path={`${path}.photos`}
        problems={problems}
        words="Enter a number from 0 to 10."
        onChange={(photos) => onChange({ ...value, photos })}
      />
      <Text as="p" tone="subdued">
        The request form asks for them. A request without them waits for a person.
      </Text>
      {questions.length === 0 ? (
        <Text as="p" tone="subdued">
          Questions that you add under Questions can be asked here.
        </Text>
      ) : (
        <ChoicesField
          label="Questions asked"
          options={questions.map(({ id, text }) => [id, textIn(text, 'en')] as const)}
          value={value.questions}
          path={`${path}.questions`}
          problems={problems}
          words="Choose from the list."
          onChange={(asked) => onChange({ ...value, questions: asked })}
        />
      )}
    </BlockStack>
  )
}

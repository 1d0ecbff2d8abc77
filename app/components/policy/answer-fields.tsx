import { BlockStack, Select, Text } from '@shopify/polaris'
import { textIn } from '#app/domain/policy/local-text.ts'
import { AnyOfFields } from './any-of-fields.tsx'
import { errorAt } from './fields.tsx'
import type { LeafProps } from './leaf-fields.tsx'

/** The fields of a condition over the answer to one of the policy's questions. */
export function AnswerFields({ value, path, editor, onChange }: LeafProps<'answer'>) {
  const { questions, problems } = editor
  const asked = questions.find(({ id }) => id === value.question)
  if (questions.length === 0) {
    return (
      <Text as="p" tone="subdued">
        The policy has no questions yet. Add one under Questions first.
      </Text>
    )
  }
  return (
    <BlockStack gap="200">
      <Select
        label="Question"
        options={[
          ...(asked === undefined ? [{ value: '', label: 'Choose a question' }] : []),
          ...questions.map(({ id, text }) => ({ value: id, label: textIn(text, 'en') })),
        ]}
        value={asked?.id ?? ''}
        onChange={(question) => onChange({ ...value, question, values: [] })}
        {...errorAt(problems, `${path}.question`, 'Choose a question.')}
      />
      {asked === undefined ? null : (
        <AnyOfFields
          label="The answer is"
          options={asked.answers.map(({ id, text }) => [id, textIn(text, 'en')] as const)}
          value={value}
          path={path}
          problems={problems}
          words="Choose at least one answer."
          onChange={(chosen) => onChange({ ...value, ...chosen })}
        />
      )}
    </BlockStack>
  )
}

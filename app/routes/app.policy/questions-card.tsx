import { BlockStack, Box, Button, Card, InlineStack, Text } from '@shopify/polaris'
import { errorAt } from '#app/components/policy/fields.tsx'
import { LocalTextFields } from '#app/components/policy/local-text-fields.tsx'
import type { Question } from '#app/domain/policy/policy.ts'
import { freeId } from './free-id.ts'
import type { PolicyEditor } from './policy-editor.ts'

/** Questions about the goods that terms can ask and conditions can look at. */
export function QuestionsCard({ policy, editor, onChange }: PolicyEditor) {
  const { questions } = policy
  const setQuestions = (next: Question[]) => onChange({ ...policy, questions: next })
  const add = () =>
    setQuestions([
      ...questions,
      {
        id: freeId('question', questions),
        text: { en: 'Are the tags still on?' },
        answers: [
          { id: 'yes', text: { en: 'Yes' } },
          { id: 'no', text: { en: 'No' } },
        ],
      },
    ])
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              Questions
            </Text>
            <Text as="p" tone="subdued">
              What shoppers are asked about an item, where a rule or the baseline wants an answer (Evidence)
              or a rule looks at it.
            </Text>
          </BlockStack>
          <Box minWidth="fit-content">
            <Button onClick={add}>Add question</Button>
          </Box>
        </InlineStack>
        {questions.map((question, index) => (
          <QuestionFields
            key={question.id}
            question={question}
            path={`questions.${index}`}
            editor={editor}
            onChange={(next) => setQuestions(questions.map((old, at) => (at === index ? next : old)))}
            onRemove={() => setQuestions(questions.filter((_, at) => at !== index))}
          />
        ))}
      </BlockStack>
    </Card>
  )
}

type QuestionProps = {
  readonly question: Question
  readonly path: string
  readonly editor: PolicyEditor['editor']
  readonly onChange: (question: Question) => void
  readonly onRemove: () => void
}

function QuestionFields({ question, path, editor, onChange, onRemove }: QuestionProps) {
  const { answers } = question
  const { problems } = editor
  const setAnswers = (next: Question['answers']) => onChange({ ...question, answers: next })
  const { error } = errorAt(problems, `${path}.answers`, 'Give at least two answers.')
  return (
    <Box padding="300" background="bg-surface-secondary" borderRadius="200">
      <BlockStack gap="300">
        <LocalTextFields
          label="Question"
          value={question.text}
          path={`${path}.text`}
          problems={problems}
          onChange={(text) => onChange({ ...question, text })}
        />
        {answers.map((answer, index) => (
          <BlockStack gap="100" key={answer.id}>
            <LocalTextFields
              label={`Answer ${index + 1}`}
              value={answer.text}
              path={`${path}.answers.${index}.text`}
              problems={problems}
              onChange={(text) =>
                setAnswers(answers.map((old, at) => (at === index ? { ...old, text } : old)))
              }
            />
            {answers.length > 2 ? (
              <Box>
                <Button
                  variant="plain"
                  tone="critical"
                  onClick={() => setAnswers(answers.filter((_, at) => at !== index))}
                >
                  {`Remove answer ${index + 1}`}
                </Button>
              </Box>
            ) : null}
          </BlockStack>
        ))}
        {error !== undefined && answers.length < 2 ? (
          <Text as="p" tone="critical">
            {error}
          </Text>
        ) : null}
        <InlineStack gap="300">
          <Button
            variant="plain"
            disabled={answers.length >= 12}
            onClick={() => setAnswers([...answers, { id: freeId('answer', answers), text: { en: '' } }])}
          >
            Add answer
          </Button>
          <Button variant="plain" tone="critical" onClick={onRemove}>
            Remove question
          </Button>
        </InlineStack>
      </BlockStack>
    </Box>
  )
}

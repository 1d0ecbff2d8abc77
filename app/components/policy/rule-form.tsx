import { BlockStack, Box, Checkbox, Text, TextField } from '@shopify/polaris'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import type { Rule } from '#app/domain/policy/policy.ts'
import { termNames, type Terms } from '#app/domain/policy/terms/index.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { ConditionEditor } from './condition-editor.tsx'
import type { EditorContext } from './editor-context.ts'
import { errorAt } from './fields.tsx'
import { TermFields } from './term-fields.tsx'

type Props = {
  readonly rule: Rule
  readonly position: number
  readonly editor: EditorContext
  readonly translator: Translator
  readonly onChange: (rule: Rule) => void
}

/** The fields of a rule: its name and note, when it applies, and what it sets. */
export function RuleForm(props: Props) {
  const { rule, position, editor, onChange } = props
  const path = `rules.${position}`
  return (
    <BlockStack gap="400">
      <TextField
        label="Name"
        value={rule.name}
        maxLength={120}
        autoComplete="off"
        helpText="Staff see it where the rule decided."
        onChange={(name) => onChange({ ...rule, name })}
        {...errorAt(editor.problems, `${path}.name`, 'Give the rule a name.')}
      />
      <TextField
        label="Note"
        value={rule.note}
        maxLength={500}
        multiline={2}
        autoComplete="off"
        helpText="Why the rule is there, for your colleagues. Shoppers never see it."
        onChange={(note) => onChange({ ...rule, note })}
      />
      <ConditionEditor
        value={rule.when}
        path={`${path}.when`}
        depth={0}
        editor={editor}
        onChange={(when) => onChange({ ...rule, when })}
      />
      <RuleTerms {...props} />
    </BlockStack>
  )
}

/** Which terms the rule sets: a ticked term shows its fields, an unticked one is left to later rules and the baseline. */
function RuleTerms({ rule, position, editor, translator, onChange }: Props) {
  const toggle = (name: keyof Terms, isSet: boolean) => {
    const { [name]: _, ...others } = rule.set
    onChange({ ...rule, set: isSet ? { ...others, [name]: defaultPolicy.baseline[name] } : others })
  }
  return (
    <BlockStack gap="300">
      <Text as="h4" variant="headingSm">
        Then
      </Text>
      {termNames.map((name) => {
        const isSet = rule.set[name] !== undefined
        return (
          <BlockStack gap="200" key={name}>
            <Checkbox
              label={translator.t(`termName.${name}`)}
              checked={isSet}
              onChange={(checked) => toggle(name, checked)}
            />
            {isSet ? (
              <Box paddingInlineStart="600">
                <TermFields
                  name={name}
                  terms={rule.set}
                  path={`rules.${position}.set`}
                  editor={editor}
                  onChange={(set) => onChange({ ...rule, set })}
                />
              </Box>
            ) : null}
          </BlockStack>
        )
      })}
    </BlockStack>
  )
}

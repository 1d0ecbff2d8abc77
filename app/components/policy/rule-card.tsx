import {
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Checkbox,
  Divider,
  InlineStack,
  Text,
  TextField,
} from '@shopify/polaris'
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon } from '@shopify/polaris-icons'
import { useState } from 'react'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import type { Policy, Rule } from '#app/domain/policy/policy.ts'
import { termNames, type Terms } from '#app/domain/policy/terms/index.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { ConditionEditor } from './condition-editor.tsx'
import type { EditorContext } from './editor-context.ts'
import { errorAt } from './fields.tsx'
import { sayRule } from './say-policy.ts'
import { TermFields } from './term-fields.tsx'

type Props = {
  readonly rule: Rule
  readonly policy: Policy
  readonly position: number
  readonly count: number
  readonly editor: EditorContext
  readonly translator: Translator
  readonly startsOpen: boolean
  readonly onChange: (rule: Rule) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** A rule as a sentence; "Edit" opens its fields in place. Rules are moved with buttons, not by dragging alone. */
export function RuleCard(props: Props) {
  const { rule, position, count, editor, translator, onChange } = props
  const { problems } = editor
  const path = `rules.${position}`
  const hasProblem = [...problems.keys()].some((at) => at.startsWith(`${path}.`))
  const [isOpen, setIsOpen] = useState(props.startsOpen)
  const isShown = isOpen || hasProblem
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <Text as="h3" variant="headingSm">
            {`${position + 1}. ${rule.name || 'Rule without a name'}`}
            {rule.enabled ? '' : ' (off)'}
          </Text>
          <ButtonGroup>
            <Button
              icon={ArrowUpIcon}
              variant="tertiary"
              accessibilityLabel={`Move ${rule.name} up`}
              disabled={position === 0}
              onClick={() => props.onMove(-1)}
            />
            <Button
              icon={ArrowDownIcon}
              variant="tertiary"
              accessibilityLabel={`Move ${rule.name} down`}
              disabled={position === count - 1}
              onClick={() => props.onMove(1)}
            />
            <Button
              icon={DeleteIcon}
              variant="tertiary"
              accessibilityLabel={`Remove ${rule.name}`}
              onClick={props.onRemove}
            />
          </ButtonGroup>
        </InlineStack>
        <Text as="p">{sayRule(translator, rule, { policy: props.policy, locations: editor.locations })}</Text>
        <Box>
          <Button
            variant="plain"
            disclosure={isShown ? 'up' : 'down'}
            ariaExpanded={isShown}
            onClick={() => setIsOpen(!isShown)}
          >
            {isShown ? 'Done' : 'Edit'}
          </Button>
        </Box>
        {isShown ? (
          <BlockStack gap="400">
            <Divider />
            <TextField
              label="Name"
              value={rule.name}
              maxLength={120}
              autoComplete="off"
              helpText="Staff see it where the rule decided."
              onChange={(name) => onChange({ ...rule, name })}
              {...errorAt(problems, `${path}.name`, 'Give the rule a name.')}
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
            <Checkbox
              label="The rule is on"
              checked={rule.enabled}
              onChange={(enabled) => onChange({ ...rule, enabled })}
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
        ) : null}
      </BlockStack>
    </Card>
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

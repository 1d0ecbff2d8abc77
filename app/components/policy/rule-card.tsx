import { Badge, BlockStack, Button, ButtonGroup, Card, Divider, InlineStack, Text } from '@shopify/polaris'
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon, DragHandleIcon, DuplicateIcon } from '@shopify/polaris-icons'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import type { Change, Finding } from '#app/domain/policy/lint/finding.ts'
import type { Policy, Rule } from '#app/domain/policy/policy.ts'
import type { Translator } from '#app/i18n/translator.ts'
import type { EditorContext } from './editor-context.ts'
import { FindingsList } from './findings-list.tsx'
import { ruleAnchor } from './rule-anchor.ts'
import { RuleForm } from './rule-form.tsx'
import { sayRule } from './say-policy.ts'

/** What may be done with a rule in the list. */
export type RuleActions = {
  readonly onChange: (rule: Rule) => void
  readonly onMove: (by: -1 | 1, control: RuleControl) => void
  readonly onDuplicate: () => void
  readonly onRemove: () => void
  readonly onMend: (change: Change) => void
}
/** The control that a rule was moved with: it keeps the focus. */
export type RuleControl = 'handle' | 'up' | 'down'

/** Where a rule that is dragged would come to lie. */
export type DropEdge = 'before' | 'after' | null
export type RuleDrag = {
  readonly edge: DropEdge
  readonly onStart: () => void
  readonly onOver: (edge: 'before' | 'after') => void
  readonly onDrop: () => void
  readonly onEnd: () => void
}

type Props = RuleActions & {
  readonly rule: Rule
  readonly policy: Policy
  readonly position: number
  readonly count: number
  readonly editor: EditorContext
  readonly translator: Translator
  readonly findings: readonly Finding[]
  /** What it decided lately, in words; null where that is not known. */
  readonly effect: string | null
  readonly startsOpen: boolean
  readonly drag: RuleDrag
}

/** The id of one of a rule's controls in the page. */
export function controlId(ruleId: string, control: RuleControl): string {
  return `${ruleAnchor(ruleId)}-${control}`
}

/** A rule as a sentence; "Edit" opens its fields in place. It is moved with buttons, the arrow keys on its handle, or by dragging. */
export function RuleCard(props: Props) {
  const { rule, position, editor, translator, drag } = props
  const hasProblem = [...editor.problems.keys()].some((at) => at.startsWith(`rules.${position}.`))
  const [isOpen, setIsOpen] = useState(props.startsOpen)
  // Only from the handle: text in the fields is selected with the mouse.
  const [isDraggable, setIsDraggable] = useState(false)
  const isShown = isOpen || hasProblem
  return (
    <div
      id={ruleAnchor(rule.id)}
      draggable={isDraggable}
      style={{ boxShadow: edgeShadow[drag.edge ?? 'none'], borderRadius: 12, scrollMarginTop: 16 }}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', rule.name)
        drag.onStart()
      }}
      onDragOver={(event) => {
        event.preventDefault()
        drag.onOver(edgeOf(event))
      }}
      onDrop={(event) => {
        event.preventDefault()
        drag.onDrop()
      }}
      onDragEnd={() => {
        setIsDraggable(false)
        drag.onEnd()
      }}
    >
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="start" gap="200">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" variant="headingSm">
                {`${position + 1}. ${rule.name || 'Rule without a name'}`}
              </Text>
              {rule.enabled ? null : <Badge>Off</Badge>}
            </InlineStack>
            <RuleControls {...props} onHold={setIsDraggable} />
          </InlineStack>
          <Text as="p" {...(rule.enabled ? {} : { tone: 'subdued' as const })}>
            {sayRule(translator, rule, { policy: props.policy, locations: editor.locations })}
          </Text>
          {rule.note === '' ? null : (
            <Text as="p" tone="subdued">
              {`Note: ${rule.note}`}
            </Text>
          )}
          {props.effect === null ? null : (
            <Text as="p" tone="subdued" variant="bodySm">
              {props.effect}
            </Text>
          )}
          <FindingsList findings={props.findings} translator={translator} onMend={props.onMend} />
          <InlineStack gap="400">
            <Button
              variant="plain"
              disclosure={isShown ? 'up' : 'down'}
              ariaExpanded={isShown}
              accessibilityLabel={`${isShown ? 'Done' : 'Edit'}: ${rule.name}`}
              onClick={() => setIsOpen(!isShown)}
            >
              {isShown ? 'Done' : 'Edit'}
            </Button>
            <Button
              variant="plain"
              accessibilityLabel={`Switch ${rule.enabled ? 'off' : 'on'}: ${rule.name}`}
              onClick={() => props.onChange({ ...rule, enabled: !rule.enabled })}
            >
              {rule.enabled ? 'Switch off' : 'Switch on'}
            </Button>
          </InlineStack>
          {isShown ? (
            <BlockStack gap="400">
              <Divider />
              <RuleForm
                rule={rule}
                position={position}
                editor={editor}
                translator={translator}
                onChange={props.onChange}
              />
            </BlockStack>
          ) : null}
        </BlockStack>
      </Card>
    </div>
  )
}

const edgeShadow = {
  before: '0 -3px 0 0 var(--p-color-border-focus)',
  after: '0 3px 0 0 var(--p-color-border-focus)',
  none: 'none',
} as const

function edgeOf({ currentTarget, clientY }: DragEvent<HTMLElement>): 'before' | 'after' {
  const { top, height } = currentTarget.getBoundingClientRect()
  return clientY < top + height / 2 ? 'before' : 'after'
}

function RuleControls(props: Props & { readonly onHold: (isHeld: boolean) => void }) {
  const { rule, position, count, onMove } = props
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    if (by === null) return
    event.preventDefault()
    if (position + by >= 0 && position + by < count) onMove(by, 'handle')
  }
  return (
    <ButtonGroup gap="extraTight">
      <div
        onPointerDown={() => props.onHold(true)}
        onPointerUp={() => props.onHold(false)}
        onKeyDown={onKey}
        style={{ cursor: 'grab' }}
      >
        <Button
          id={controlId(rule.id, 'handle')}
          icon={DragHandleIcon}
          variant="tertiary"
          accessibilityLabel={`Place of ${rule.name}: ${position + 1} of ${count}. Arrow keys move it`}
        />
      </div>
      <Button
        id={controlId(rule.id, 'up')}
        icon={ArrowUpIcon}
        variant="tertiary"
        accessibilityLabel={`Move ${rule.name} up`}
        disabled={position === 0}
        onClick={() => onMove(-1, 'up')}
      />
      <Button
        id={controlId(rule.id, 'down')}
        icon={ArrowDownIcon}
        variant="tertiary"
        accessibilityLabel={`Move ${rule.name} down`}
        disabled={position === count - 1}
        onClick={() => onMove(1, 'down')}
      />
      <Button
        icon={DuplicateIcon}
        variant="tertiary"
        accessibilityLabel={`Duplicate ${rule.name}`}
        onClick={props.onDuplicate}
      />
      <Button
        icon={DeleteIcon}
        variant="tertiary"
        accessibilityLabel={`Remove ${rule.name}`}
        onClick={props.onRemove}
      />
    </ButtonGroup>
  )
}

import { BlockStack, Box, Button, Card, InlineGrid, InlineStack, Text } from '@shopify/polaris'
import { ChoiceField } from '#app/components/policy/choice-field.tsx'
import type { ReasonChoice } from '#app/components/policy/editor-context.ts'
import { LocalTextFields } from '#app/components/policy/local-text-fields.tsx'
import type { ReasonNode } from '#app/domain/policy/reasons.ts'
import { freeId } from './free-id.ts'
import type { PolicyEditor } from './policy-editor.ts'

type Props = PolicyEditor & {
  /** Shopify's own reasons: each of ours is kept there as one of them. */
  readonly handles: readonly ReasonChoice[]
}

/** The shop's own reasons, up to three levels deep; without any, shoppers choose from Shopify's list. */
export function ReasonsCard({ policy, editor, handles, onChange }: Props) {
  const { reasons } = policy
  const setReasons = (next: ReasonNode[]) => onChange({ ...policy, reasons: next })
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              Reasons
            </Text>
            <Text as="p" tone="subdued">
              {reasons.length === 0
                ? 'Shoppers choose from Shopify’s list. Add reasons of your own to replace it.'
                : 'What shoppers choose from, and whose fault each is: it decides about fees and who pays the way back.'}
            </Text>
          </BlockStack>
          <Box minWidth="fit-content">
            <Button onClick={() => setReasons([...reasons, newReason(reasons, '', handles)])}>
              Add reason
            </Button>
          </Box>
        </InlineStack>
        <Nodes
          nodes={reasons}
          path="reasons"
          depth={0}
          editor={editor}
          handles={handles}
          onChange={setReasons}
        />
      </BlockStack>
    </Card>
  )
}

const deepest = 2

type NodesProps = {
  readonly nodes: readonly ReasonNode[]
  readonly path: string
  readonly depth: number
  readonly editor: PolicyEditor['editor']
  readonly handles: readonly ReasonChoice[]
  readonly onChange: (nodes: ReasonNode[]) => void
}

function Nodes({ nodes, path, onChange, ...rest }: NodesProps) {
  return nodes.map((node, index) => (
    <NodeFields
      key={node.id}
      {...rest}
      node={node}
      path={`${path}.${index}`}
      onChange={(next) => onChange(nodes.map((old, at) => (at === index ? next : old)))}
      onRemove={() => onChange(nodes.filter((_, at) => at !== index))}
    />
  ))
}

function NodeFields(
  props: Omit<NodesProps, 'nodes' | 'onChange'> & {
    readonly node: ReasonNode
    readonly onChange: (node: ReasonNode) => void
    readonly onRemove: () => void
  },
) {
  const { node, path, depth, editor, handles, onChange, onRemove } = props
  const setParts = (parts: ReasonNode[]) => onChange({ ...node, parts })
  return (
    <Box
      padding="300"
      background={depth % 2 === 0 ? 'bg-surface-secondary' : 'bg-surface'}
      borderRadius="200"
    >
      <BlockStack gap="300">
        <LocalTextFields
          label="Reason"
          value={node.label}
          path={`${path}.label`}
          problems={editor.problems}
          onChange={(label) => onChange({ ...node, label })}
        />
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
          <ChoiceField
            label="Whose fault"
            options={[
              ['buyer', 'The buyer’s'],
              ['merchant', 'Ours'],
              ['carrier', 'The carrier’s'],
              ['nobody', 'Nobody’s'],
            ]}
            value={node.fault}
            onChange={(fault) => onChange({ ...node, fault })}
          />
          <ChoiceField
            label="Kept in Shopify as"
            options={handleOptions(handles, node.shopifyReason)}
            value={node.shopifyReason}
            onChange={(shopifyReason) => onChange({ ...node, shopifyReason })}
          />
        </InlineGrid>
        <Nodes {...props} nodes={node.parts} path={`${path}.parts`} depth={depth + 1} onChange={setParts} />
        <InlineStack gap="300">
          {depth < deepest ? (
            <Button
              variant="plain"
              onClick={() => setParts([...node.parts, newReason(node.parts, `${node.id}-`, handles)])}
            >
              Add reason below
            </Button>
          ) : null}
          <Button variant="plain" tone="critical" onClick={onRemove}>
            Remove reason
          </Button>
        </InlineStack>
      </BlockStack>
    </Box>
  )
}

function handleOptions(
  handles: readonly ReasonChoice[],
  chosen: string,
): readonly (readonly [string, string])[] {
  const options = handles.map(({ handle, name }) => [handle, name] as const)
  return options.some(([handle]) => handle === chosen) ? options : [[chosen, chosen], ...options]
}

function newReason(
  beside: readonly ReasonNode[],
  above: string,
  handles: readonly ReasonChoice[],
): ReasonNode {
  return {
    // Ids of parts begin with that of their whole, so that none repeats anywhere in the tree.
    id: freeId(`${above}reason`, beside),
    label: { en: 'New reason' },
    fault: 'buyer',
    shopifyReason: handles.find(({ handle }) => handle === 'other-reason')?.handle ?? 'other-reason',
    parts: [],
  }
}

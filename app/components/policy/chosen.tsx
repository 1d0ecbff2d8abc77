import { InlineStack, Tag } from '@shopify/polaris'

/** What was chosen, each with a way to take it out. */
export function Chosen(props: {
  readonly values: readonly string[]
  readonly nameOf: (value: string) => string
  readonly onRemove: (value: string) => void
}) {
  if (props.values.length === 0) return null
  return (
    <InlineStack gap="100">
      {props.values.map((value) => (
        <Tag key={value} onRemove={() => props.onRemove(value)}>
          {props.nameOf(value)}
        </Tag>
      ))}
    </InlineStack>
  )
}

/** The values but one. */
export function without(values: readonly string[], gone: string): string[] {
  return values.filter((value) => value !== gone)
}

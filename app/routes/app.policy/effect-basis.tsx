import { useFetcher } from '@remix-run/react'
import { Box, Button, InlineStack, Text } from '@shopify/polaris'
import { useCommand } from '#app/components/use-command.ts'
import type { action } from '../app.policy_.effects.ts'
import type { ReadRuleEffects } from '#app/use-cases/read-rule-effects.server.ts'
import { sayEffectBasis } from './effect-words.ts'

/** How the effects beside the rules are counted, with a way to read what is missing for them. It always takes its place. */
export function EffectBasis({ effects }: { readonly effects: ReadRuleEffects | null }) {
  const command = useCommand(useFetcher<typeof action>(), '/app/policy/effects')
  const isMissing = effects?.kind === 'none' || effects?.kind === 'failed'
  const isPartial = effects?.kind === 'ready' && effects.isPartial
  const refused = command.failure
  return (
    <Box minHeight="20px">
      <InlineStack gap="200" blockAlign="center">
        <div role="status">
          <Text as="p" tone={refused === null ? 'subdued' : 'critical'}>
            {refused ?? sayEffectBasis(effects)}
            {isPartial ? ' Some rule looks at what was not read with the orders: it counts as nothing.' : ''}
          </Text>
        </div>
        {isMissing || isPartial ? (
          <Button variant="plain" disabled={command.isBusy} onClick={() => command.run({})}>
            {isPartial ? 'Read past orders again' : 'Read past orders'}
          </Button>
        ) : null}
      </InlineStack>
    </Box>
  )
}

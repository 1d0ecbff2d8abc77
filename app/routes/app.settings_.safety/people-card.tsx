import { BlockStack, Card, Divider, InlineGrid, Select, Text } from '@shopify/polaris'
import { roleWords } from '#app/components/role-words.ts'
import { Role, roles } from '#app/domain/roles.ts'
import type { SafetyPage } from './safety-page.server.ts'

const options = roles.map((role) => ({ value: role, label: roleWords[role].name }))

/** Everybody who has opened the app, with the role of each. */
export function PeopleCard(props: {
  readonly page: SafetyPage
  readonly chosen: Readonly<Record<string, Role>>
  readonly onChange: (userId: string, role: Role) => void
}) {
  const { page, chosen, onChange } = props
  return (
    <Card>
      <BlockStack gap="400">
        {page.people.map(({ userId, name, role, detail }, index) => (
          <BlockStack gap="400" key={userId}>
            {index > 0 ? <Divider /> : null}
            <InlineGrid columns={{ xs: 1, sm: '3fr 2fr' }} gap="200" alignItems="center">
              <BlockStack gap="050">
                <Text as="h3" variant="bodyMd" fontWeight="semibold" breakWord>
                  {name}
                  {userId === page.me ? ' (you)' : ''}
                </Text>
                <Text as="p" tone="subdued" variant="bodySm">
                  {detail}
                </Text>
              </BlockStack>
              <Select
                label={`Role of ${name}`}
                labelHidden
                options={options}
                value={chosen[userId] ?? role}
                disabled={!page.may.giveRoles}
                onChange={(value) => onChange(userId, Role.parse(value))}
                helpText={roleWords[chosen[userId] ?? role].may}
              />
            </InlineGrid>
          </BlockStack>
        ))}
        <Text as="p" tone="subdued">
          Somebody who opens the app for the first time is a viewer. People appear here once they have.
          {page.may.giveRoles ? '' : ' Only an admin can change roles.'}
        </Text>
      </BlockStack>
    </Card>
  )
}

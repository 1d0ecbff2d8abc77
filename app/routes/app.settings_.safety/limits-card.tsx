import {
  BlockStack,
  Box,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris'
import { AddCurrency } from '#app/components/add-currency.tsx'
import {
  type LimitScope,
  limitScopes,
  type MoneyAction,
  moneyActions,
  type PayingHolder,
} from '#app/domain/limits.ts'
import { fieldName, type RoleForm } from './limits-form.ts'

const kinds = [
  { value: 'unlimited', label: 'Any amount' },
  { value: 'limited', label: 'Up to these amounts' },
  { value: 'nothing', label: 'Nothing' },
]
/** How the form calls who pays: before the choice, and where one of several is meant. */
const holders = {
  automatic: { label: 'The policy pays by itself', many: 'what the policy pays' },
  agent: { label: 'Agents pay without a second person', many: 'agents' },
  manager: { label: 'Managers pay without a second person', many: 'managers' },
  admin: { label: 'Admins pay without a second person', many: 'admins' },
} as const satisfies Record<PayingHolder, object>
const actionNames = {
  refund: 'Refund to the original payment',
  store_credit: 'Store credit, with its bonus',
} as const
const scopeNames = {
  order: 'One order',
  day: 'Own payments in 24 hours',
  buyer: 'One buyer in 30 days',
} as const

type Props = {
  readonly role: PayingHolder
  readonly form: RoleForm
  readonly problems: Readonly<Record<string, string>>
  readonly isDisabled: boolean
  readonly onChange: (form: RoleForm) => void
}

/** What one role pays without a second person, or the policy without any, per currency and kind of payment. */
export function LimitsCard({ role, form, problems, isDisabled, onChange }: Props) {
  return (
    <Card>
      <BlockStack gap="400">
        <Select
          label={holders[role].label}
          options={kinds}
          value={form.kind}
          disabled={isDisabled}
          onChange={(value) => {
            const kind = kinds.find((one) => one.value === value)?.value
            if (kind === 'unlimited' || kind === 'limited' || kind === 'nothing') onChange({ ...form, kind })
          }}
        />
        {form.kind === 'limited' ? (
          <Amounts role={role} form={form} problems={problems} isDisabled={isDisabled} onChange={onChange} />
        ) : null}
      </BlockStack>
    </Card>
  )
}

function Amounts({ role, form, problems, isDisabled, onChange }: Props) {
  return (
    <>
      {form.currencies.map((currency) => (
        <Box key={currency} borderWidth="025" borderColor="border" borderRadius="200" padding="300">
          <BlockStack gap="300">
            <InlineStack align="space-between" blockAlign="center">
              <Text as="h3" variant="headingSm">
                {currency}
              </Text>
              <Button
                variant="plain"
                disabled={isDisabled || form.currencies.length === 1}
                accessibilityLabel={`Remove ${currency} for ${holders[role].many}`}
                onClick={() => onChange(withoutCurrency(form, currency))}
              >
                Remove
              </Button>
            </InlineStack>
            {moneyActions.map((action) => (
              <BlockStack gap="150" key={action}>
                <Text as="h4" variant="bodyMd">
                  {actionNames[action]}
                </Text>
                <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300" alignItems="start">
                  {limitScopes.map((scope) => (
                    <Amount
                      key={scope}
                      of={{ role, action, currency, scope }}
                      value={form.fields[fieldName(action, currency, scope)] ?? ''}
                      problem={problems[`${role}.${fieldName(action, currency, scope)}`]}
                      isDisabled={isDisabled}
                      onChange={(text) =>
                        onChange({
                          ...form,
                          fields: { ...form.fields, [fieldName(action, currency, scope)]: text },
                        })
                      }
                    />
                  ))}
                </InlineGrid>
              </BlockStack>
            ))}
          </BlockStack>
        </Box>
      ))}
      <AddCurrency
        id={`currency-${role}`}
        isDisabled={isDisabled}
        taken={form.currencies}
        onAdd={(currency) => onChange({ ...form, currencies: [...form.currencies, currency] })}
      />
      <Text as="p" tone="subdued">
        All payments of an order count together. A currency that is not here, and a kind of payment without an
        amount, always {role === 'automatic' ? 'waits for a person' : 'needs a second person'}. The last two
        fields may stay empty: then they are no limit.
      </Text>
    </>
  )
}

function Amount(props: {
  readonly of: {
    readonly role: PayingHolder
    readonly action: MoneyAction
    readonly currency: string
    readonly scope: LimitScope
  }
  readonly value: string
  readonly problem: string | undefined
  readonly isDisabled: boolean
  readonly onChange: (text: string) => void
}) {
  const { of, value, problem, isDisabled, onChange } = props
  return (
    <TextField
      label={of.role === 'automatic' && of.scope === 'day' ? 'All in 24 hours' : scopeNames[of.scope]}
      id={`limit-${of.role}-${fieldName(of.action, of.currency, of.scope)}`}
      value={value}
      onChange={onChange}
      inputMode="decimal"
      autoComplete="off"
      disabled={isDisabled}
      {...(problem === undefined ? {} : { error: problem })}
    />
  )
}

function withoutCurrency(form: RoleForm, currency: string): RoleForm {
  const fields = Object.entries(form.fields).filter(([name]) => name.split('.')[1] !== currency)
  return {
    ...form,
    currencies: form.currencies.filter((one) => one !== currency),
    fields: Object.fromEntries(fields),
  }
}

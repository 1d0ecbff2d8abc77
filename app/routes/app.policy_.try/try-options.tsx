import { Card, InlineGrid, Select, TextField } from '@shopify/polaris'
import type { TryAddress } from './try-address.ts'

type Props = {
  readonly address: TryAddress
  readonly today: string
  readonly inForce: number
  readonly versions: readonly number[]
  readonly reasons: readonly { readonly handle: string; readonly name: string }[]
  /** Changes one part of the address; null takes it out. */
  readonly onChange: (name: 'against' | 'reason' | 'outcome' | 'day', value: string | null) => void
}

/** As what the order is tried: against which version, for which reason and outcome, on which day. */
export function TryOptions({ address, today, inForce, versions, reasons, onChange }: Props) {
  const others = versions.filter((number) => number !== inForce)
  const orNull = (value: string) => (value === '' ? null : value)
  return (
    <Card>
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="300">
        <Select
          label="Hold the draft against"
          options={[
            { value: '', label: `Version ${inForce}, in force now` },
            { value: 'own', label: 'What judges this order today' },
            ...others.map((number) => ({ value: String(number), label: `Version ${number}` })),
          ]}
          value={address.against === 'in_force' ? '' : String(address.against)}
          onChange={(value) => onChange('against', orNull(value))}
        />
        <Select
          label="The buyer’s reason"
          options={[
            { value: '', label: 'None said yet' },
            ...reasons.map(({ handle, name }) => ({ value: handle, label: name })),
          ]}
          value={reasons.some(({ handle }) => handle === address.reason) ? (address.reason ?? '') : ''}
          onChange={(value) => onChange('reason', orNull(value))}
        />
        <Select
          label="Wants"
          options={[
            { value: '', label: 'Nothing said yet' },
            { value: 'refund', label: 'A refund' },
            { value: 'store_credit', label: 'Store credit' },
            { value: 'exchange', label: 'An exchange' },
          ]}
          value={address.outcome ?? ''}
          onChange={(value) => onChange('outcome', orNull(value))}
        />
        <TextField
          label="Asks on"
          type="date"
          value={address.day ?? today}
          autoComplete="off"
          onChange={(value) => onChange('day', value === '' || value === today ? null : value)}
        />
      </InlineGrid>
    </Card>
  )
}

import { Checkbox } from '@shopify/polaris'
import { ChoiceField } from './choice-field.tsx'
import type { TermProps } from './term-fields.tsx'

/** Who decides when an item may come back. */
export function ReviewFields({ value, onChange }: TermProps<'review'>) {
  return (
    <ChoiceField
      label="Who decides"
      options={[
        ['automatic', 'The policy, at once'],
        ['staff', 'A person'],
        ['manager', 'A manager'],
      ]}
      value={value}
      onChange={onChange}
    />
  )
}

/** When money moves. */
export function PayWhenFields({ value, onChange }: TermProps<'payWhen'>) {
  return (
    <ChoiceField
      label="When money moves"
      options={[
        ['on_approval', 'When the return is approved'],
        ['on_scan', 'When the carrier scans the parcel'],
        ['on_receipt', 'When the goods have arrived'],
        ['on_inspection', 'When the goods were looked at'],
      ]}
      value={value}
      onChange={onChange}
    />
  )
}

/** Who pays the way back. */
export function ReturnShippingPayerFields({ value, onChange }: TermProps<'returnShippingPayer'>) {
  return (
    <ChoiceField
      label="Return shipping is paid by"
      options={[
        ['by_fault', 'Whoever is at fault; else the buyer'],
        ['buyer', 'The buyer'],
        ['merchant', 'Us'],
      ]}
      value={value}
      onChange={onChange}
    />
  )
}

/** What an exchange costs. */
export function ExchangePriceFields({ value, onChange }: TermProps<'exchangePrice'>) {
  return (
    <ChoiceField
      label="Price of an exchange"
      options={[
        ['difference', 'The difference is paid or given back'],
        ['even_only', 'Only for goods of the same price'],
        ['price_paid', 'The price paid counts for any variant'],
      ]}
      value={value}
      onChange={onChange}
    />
  )
}

/** Whether bundles come back in parts. */
export function BundlesFields({ value, onChange }: TermProps<'bundles'>) {
  return (
    <ChoiceField
      label="Bundles come back"
      options={[
        ['parts', 'Whole or in parts'],
        ['whole', 'Only whole'],
      ]}
      value={value}
      onChange={onChange}
    />
  )
}

/** Where the goods go. */
export function DestinationFields({ value, editor, onChange }: TermProps<'destination'>) {
  const named = editor.locations.map(({ gid, name }) => [gid, name] as const)
  const isKnown = value === null || named.some(([gid]) => gid === value)
  return (
    <ChoiceField
      label="Goods go to"
      help="Staff read it with every return. Where a unit is put back into stock is chosen when it arrives."
      options={[
        ['', 'Where Shopify sends them'],
        ...named,
        ...(isKnown ? [] : [[value, 'A location that is not active any more'] as const]),
      ]}
      value={value ?? ''}
      onChange={(gid) => onChange(gid === '' ? null : gid)}
    />
  )
}

/** Whether the buyer keeps the goods. */
export function KeepItemFields({ value, onChange }: TermProps<'keepItem'>) {
  return (
    <Checkbox
      label="The buyer keeps the item and is paid without sending it back"
      checked={value}
      onChange={onChange}
    />
  )
}

import { BlockStack, Select } from '@shopify/polaris'
import { type LegalGround, legalGrounds } from '#app/domain/policy/legal-ground.ts'
import { ChoiceField } from './choice-field.tsx'
import { LocalTextFields } from './local-text-fields.tsx'
import type { TermProps } from './term-fields.tsx'

const groundWords: Readonly<Record<LegalGround, string>> = {
  made_to_order: 'Made to order or personalised',
  perishable: 'Goes off quickly',
  hygiene_unsealed: 'Sealed for hygiene, and the seal is broken',
  mixed_inseparably: 'Mixed with other things and cannot be parted',
  media_unsealed: 'Recording or software, and the seal is broken',
  press: 'Newspaper or magazine',
  dated_service: 'Service for a fixed date',
  digital_with_consent: 'Digital content, begun with consent',
  service_performed: 'Service that was fully performed',
  price_bound_to_market: 'Price moves with a market',
  alcohol_delayed: 'Drinks to be delivered later',
  urgent_repair: 'Urgent repair asked for',
  auction: 'Bought at a public auction',
  used_or_damaged: 'Used or damaged by the buyer',
  personal_use: 'Personal use makes it unsaleable',
}

/** Whether items can be returned; a refusal has words for the shopper and, where the law asks for one, its ground. */
export function EligibleFields({ value, path, editor, onChange }: TermProps<'eligible'>) {
  return (
    <BlockStack gap="200">
      <ChoiceField
        label="Returnable"
        options={[
          ['yes', 'Can be returned'],
          ['no', 'Cannot be returned'],
        ]}
        value={value.kind}
        onChange={(kind) =>
          onChange(kind === 'no' ? { kind, because: { en: 'final sale' }, ground: null } : { kind })
        }
      />
      {value.kind === 'no' ? (
        <>
          <LocalTextFields
            label="Because"
            help="Your words for the shopper, for example: final sale."
            value={value.because}
            path={`${path}.because`}
            problems={editor.problems}
            onChange={(because) => onChange({ ...value, because })}
          />
          <Select
            label="Ground that the law knows"
            helpText="Where the law gives a right to return, only one of these grounds can refuse it. “Final sale” is none."
            options={[
              { value: '', label: 'None: the law comes first' },
              ...legalGrounds.map((ground) => ({ value: ground, label: groundWords[ground] })),
            ]}
            value={value.ground ?? ''}
            onChange={(chosen) =>
              onChange({ ...value, ground: legalGrounds.find((ground) => ground === chosen) ?? null })
            }
          />
        </>
      ) : null}
    </BlockStack>
  )
}

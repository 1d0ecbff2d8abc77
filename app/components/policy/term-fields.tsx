import type { ReactNode } from 'react'
import type { Rule } from '#app/domain/policy/policy.ts'
import type { TermName, Terms } from '#app/domain/policy/terms/index.ts'
import { BonusFields } from './bonus-fields.tsx'
import type { EditorContext } from './editor-context.ts'
import { EligibleFields } from './eligible-fields.tsx'
import { EvidenceFields } from './evidence-fields.tsx'
import { HandlingFeeFields, RestockingFeeFields, ReturnShippingFeeFields } from './fee-fields.tsx'
import { OutcomesFields, ReturnMethodsFields } from './offer-fields.tsx'
import { ReturnWindowFields } from './return-window-fields.tsx'
import {
  BundlesFields,
  DestinationFields,
  ExchangePriceFields,
  KeepItemFields,
  PayWhenFields,
  ReturnShippingPayerFields,
  ReviewFields,
} from './single-choice-fields.tsx'

/** What the fields of a term get. */
export type TermProps<Name extends TermName> = {
  readonly value: Terms[Name]
  readonly path: string
  readonly editor: EditorContext
  readonly onChange: (value: Terms[Name]) => void
}

/** The fields of every term. A new term without fields does not compile. */
const termFields: { readonly [Name in TermName]: (props: TermProps<Name>) => ReactNode } = {
  eligible: EligibleFields,
  returnWindow: ReturnWindowFields,
  outcomes: OutcomesFields,
  bonus: BonusFields,
  restockingFee: RestockingFeeFields,
  handlingFee: HandlingFeeFields,
  returnShippingFee: ReturnShippingFeeFields,
  returnShippingPayer: ReturnShippingPayerFields,
  returnMethods: ReturnMethodsFields,
  evidence: EvidenceFields,
  keepItem: KeepItemFields,
  exchangePrice: ExchangePriceFields,
  bundles: BundlesFields,
  review: ReviewFields,
  payWhen: PayWhenFields,
  destination: DestinationFields,
}

type Props = {
  readonly name: TermName
  readonly terms: Rule['set']
  readonly path: string
  readonly editor: EditorContext
  readonly onChange: (terms: Rule['set']) => void
}

/** The fields of one term inside a set of terms. */
export function TermFields({ name, terms, path, editor, onChange }: Props) {
  const value = terms[name]
  if (value === undefined) return null
  // Name and value belong together; the compiler cannot follow that through the table.
  const Fields = termFields[name] as (props: TermProps<TermName>) => ReactNode
  return (
    <Fields
      value={value}
      path={`${path}.${name}`}
      editor={editor}
      onChange={(next) => onChange({ ...terms, [name]: next })}
    />
  )
}

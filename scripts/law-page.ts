// Writes docs/law.md from the statutes: node scripts/law-page.ts. A test holds the page to the data.
import { writeFileSync } from 'node:fs'
import { factsOfStatute, type SaidFact } from '../app/domain/policy/law/law-words.ts'
import { lawVersion } from '../app/domain/policy/law/index.ts'
import { regimeOf } from '../app/domain/policy/law/regime.ts'
import type { Statute } from '../app/domain/policy/law/statute.ts'
import { statutes } from '../app/domain/policy/law/statutes/index.ts'
import { sayWords } from '../app/i18n/sentences.ts'
import { translatorFor } from '../app/i18n/translator.ts'

const en = translatorFor('en')

const preface = `# The law as a floor

**This is not legal advice.** It is a data set made from public sources, most of them second-hand, as of ${lawVersion}, and no
lawyer has confirmed it. Ask one before you rely on it.

This page is written by \`node scripts/law-page.ts\` from \`app/domain/policy/law/statutes/\`; a test fails when it is out of date.

## What the engine does with it

For each line the result is the better of the merchant's policy and the law of the country that the goods were sent to, and the
decision says which of the two decided.

1. **Who is covered.** A consumer (a B2B order is not), who bought at a distance (a sale at the counter has only the
   rights for faulty goods), by the ship-to country. A missing fact sends the line to a person, but only while it could help the buyer.
2. **Which version.** Every fact has the order dates for which it is in force; the day of the order decides.
3. **Which facts.** *Enforced* facts bound the policy. Facts that *advise* are known from memory: they are shown and never decide. The
   Union counts as enforced; a member state takes from it what it does not say itself. Statutes that cover only shops
   without terms (Japan, California, New York, Florida, Quebec, Ontario) never decide, because Homeward shows the terms.
4. **While the right is open** a refusal stands only on a ground that the statute names; "final sale" is none. A ground that we know
   from memory only is neither accepted nor overruled: a person decides. Fees, the way back, the outcomes and the evidence are
   raised to what the law says; nothing is ever taken from the buyer.
5. **When the arrival is not known** the right is open for as long as it must be (counted from the dispatch), unknown for as long as it
   can be (30 days more), and over after that. It has not begun while a part of the order is not sent.
6. **Afterwards** faulty goods still have rights: a request that names a fault of the shop is looked at by a person whatever the
   window says.
7. **Money.** \`refundDeadline\` says by which day the money must be back, \`lawfulMethods\` how it may be paid, \`boundDeduction\`
   what may be taken off at inspection, \`outboundRefund\` what of the first delivery goes back.

Longer periods where the buyer was not told of the right are shown and never applied: Homeward's pages tell of it. Days are counted in
the shop's time zone. Business days leave out week ends, and the holidays of Colombia; other holidays are not known.

## The statutes
`

/** The page about the law, from the data. */
export function lawPage(): string {
  return [preface, ...statutes.map(sectionOf)].join('\n')
}

function sectionOf(statute: Statute): string {
  const name = en.t(`law.${statute.code}.name`)
  const rows = factsOfStatute(statute).map(rowOf)
  return [
    `### ${statute.code} · ${name}`,
    '',
    aboutStatute(statute),
    '',
    '| Fact | What it says | Confidence | Orders |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function aboutStatute(statute: Statute): string {
  const { version, checkedOn, reviewedBy } = statute
  const review = reviewedBy === null ? 'not confirmed by a lawyer' : `confirmed by ${reviewedBy}`
  return [
    `${countriesOf(statute)}.`,
    roleOf(statute),
    `Sources: ${sourcesOf(statute)}.`,
    `Version ${version}, compared with its sources on ${checkedOn}, ${review}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function rowOf({ slot, words, confidence, isEnforced, from, to }: SaidFact): string {
  const days = from === null && to === null ? 'all' : `${from ?? ''} – ${to ?? ''}`.trim()
  const seen = confidence === 'enforced' ? 'advises (source seen)' : 'advises (from memory)'
  // Grounds have commas of their own.
  const said =
    slot === 'grounds' ? (words.of ?? []).map((part) => sayWords(en, part)).join('; ') : sayWords(en, words)
  return `| ${en.t(`lawFact.slot.${slot}`)} | ${said} | ${isEnforced ? '**enforced**' : seen} | ${days} |`
}

function countriesOf({ countries, provinces }: Statute): string {
  return provinces === undefined
    ? `Ship-to: ${countries.join(', ')}`
    : `Ship-to: ${countries.join(', ')} (${provinces.join(', ')})`
}

function roleOf(statute: Statute): string {
  if (statute.onlyWithoutTerms === true) return 'Covers only shops that show no return terms.'
  if (statute.inherits !== undefined) return `What it does not say itself comes from ${statute.inherits}.`
  const today = Date.parse(lawVersion) / 86_400_000
  return regimeOf(statute.code, today) === null ? 'Nothing of it is enforced.' : ''
}

function sourcesOf({ sources }: Statute): string {
  return sources.length === 0 ? 'none, from memory' : sources.join('; ')
}

if (process.argv[1] === import.meta.filename) writeFileSync('docs/law.md', lawPage())

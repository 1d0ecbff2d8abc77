import { directionOf } from './portal-languages.ts'
import type { SaidPage, SaidSection } from './say-page.ts'

/**
 * A policy page as HTML for a page of the shop: headings, paragraphs and a list, and nothing that a theme has to know. What is
 * written from right to left says so: the page around it is in another language.
 */
export function policyHtml({ sections }: Pick<SaidPage, 'sections'>, locale: string): string {
  const html = sections.map(sectionHtml).join('\n')
  return directionOf(locale) === 'rtl' ? `<div lang="${locale}" dir="rtl">\n${html}\n</div>` : html
}

function sectionHtml({ title, sentences, rules }: SaidSection): string {
  const items = rules.map(
    ({ when, sentences: said }) => `  <li><strong>${escaped(when)}</strong> ${escaped(said.join(' '))}</li>`,
  )
  return [
    `<h2>${escaped(title)}</h2>`,
    `<p>${escaped(sentences.join(' '))}</p>`,
    ...(items.length > 0 ? ['<ol>', ...items, '</ol>'] : []),
  ].join('\n')
}

/** A policy page as plain text, for a mail or a page that takes no HTML. */
export function policyText({ sections }: Pick<SaidPage, 'sections'>): string {
  return sections
    .map(({ title, sentences, rules }) =>
      [
        title,
        sentences.join(' '),
        ...rules.map(({ when, sentences: said }) => `– ${when} ${said.join(' ')}`),
      ].join('\n'),
    )
    .join('\n\n')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Escaped markup. Only `html` makes it, so text of orders and customers can never become an element. */
export type Html = { readonly markup: string }
export type Renderable = Html | string | number | null | undefined | false | readonly Renderable[]

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(value: Renderable): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
  if (typeof value === 'number') return String(value)
  return 'markup' in value ? value.markup : value.map(render).join('')
}

/** Template tag: what is put in is escaped unless it is markup already. */
export function html(strings: TemplateStringsArray, ...values: Renderable[]): Html {
  return {
    markup: strings.reduce(
      (text, part, at) => text + part + (at < values.length ? render(values[at]) : ''),
      '',
    ),
  }
}

import { escapeHtml } from './http.ts'

/** A page of the dev store's own tools (control, mailbox), which Shopify has none of. */
export function toolPage(page: {
  title: string
  current: 'control' | 'mailbox'
  main: string
  scripts?: readonly string[]
}): string {
  const tab = (name: 'control' | 'mailbox', text: string): string =>
    `<a href="/${name}"${page.current === name ? ' aria-current="page"' : ''}>${text}</a>`
  const scripts = (page.scripts ?? []).map((src) => `<script src="${src}" defer></script>`).join('')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(page.title)} · Dev store</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/tools.css">${scripts}</head>
<body><header><a class="brand" href="/">Dev store</a><nav aria-label="Tools">${tab('control', 'Control')}${tab('mailbox', 'Mailbox')}<a href="/">Admin</a></nav></header>
<main>${page.main}</main></body></html>`
}

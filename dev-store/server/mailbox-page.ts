import type { MailMessage } from '../engine/state.ts'
import { escapeHtml } from './http.ts'
import { toolPage } from './tool-page.ts'

/** Bare address of `Name <a@b>`. */
function shortTo(text: string): string {
  return text.replaceAll(/.*<([^>]+)>.*/g, '$1')
}

function timeOf(at: string): string {
  return `<time datetime="${escapeHtml(at)}">${escapeHtml(at.slice(0, 16).replace('T', ' '))}</time>`
}

function rows(mails: readonly MailMessage[], openId: string | undefined): string {
  return mails
    .map((mail) => {
      const current = mail.id === openId ? ' aria-current="true"' : ''
      return `<li><a href="/mailbox/${encodeURIComponent(mail.id)}"${current}><span class="who">${escapeHtml(shortTo(mail.to))}</span>${timeOf(mail.at)}
<span class="what">${escapeHtml(mail.subject === '' ? '(no subject)' : mail.subject)}</span></a></li>`
    })
    .join('')
}

function openMail(mail: MailMessage): string {
  const id = encodeURIComponent(mail.id)
  const html =
    mail.html === ''
      ? ''
      : `<section aria-label="Message as HTML"><iframe class="mail-html" title="${escapeHtml(mail.subject)}" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mailbox/${id}/html"></iframe></section>`
  const text = `<details${mail.html === '' ? ' open' : ''}><summary>Text version</summary><pre>${escapeHtml(mail.text)}</pre></details>`
  return `<article class="mail"><h2>${escapeHtml(mail.subject === '' ? '(no subject)' : mail.subject)}</h2>
<dl><div><dt>From</dt><dd>${escapeHtml(mail.from)}</dd></div><div><dt>To</dt><dd>${escapeHtml(mail.to)}</dd></div><div><dt>Sent</dt><dd>${timeOf(mail.at)}</dd></div></dl>
${html}${text}<p><a href="/mailbox/${id}/raw">Source of the message</a></p></article>`
}

/** The mailbox: a list, newest first, and beside it the open message. */
export function mailboxPage(mails: readonly MailMessage[], open: MailMessage | undefined): string {
  const newestFirst = mails.toReversed()
  const list =
    mails.length === 0
      ? '<p class="empty">No mail yet. Whatever the app sends arrives here.</p>'
      : `<ul class="mails">${rows(newestFirst, open?.id)}</ul><form method="post" action="/mailbox/empty"><button>Empty the mailbox</button></form>`
  const right = open === undefined ? '<p class="empty">Choose a message to read it.</p>' : openMail(open)
  return toolPage({
    title: open === undefined ? 'Mailbox' : open.subject,
    current: 'mailbox',
    main: `<div class="mailbox${open === undefined ? '' : ' mailbox-open'}"><nav aria-label="Messages">${list}</nav><div>${right}</div></div>`,
  })
}

/** The HTML of a mail as a document of its own: links open outside, nothing runs, nothing is fetched from elsewhere. */
export function mailDocument(mail: MailMessage): { html: string; headers: Record<string, string> } {
  return {
    html: mail.html.replace(/<head([^>]*)>/i, '<head$1><base target="_blank">'),
    headers: {
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data: http://127.0.0.1:* ; sandbox allow-popups",
    },
  }
}

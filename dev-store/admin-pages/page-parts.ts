import { html } from './html.ts'
import type { Html, Renderable } from './html.ts'

const STYLE = `
.ap-head{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px;margin:0 0 16px}
.ap-head h1{font-size:20px}
.ap-grid{display:grid;gap:16px;align-items:start}
@media(min-width:1000px){.ap-grid{grid-template-columns:minmax(0,2fr) minmax(260px,1fr)}}
.ap-stack{display:grid;gap:16px;min-width:0}
.ap-card{min-width:0;padding:16px;border-radius:12px;background:#fff;box-shadow:0 1px 0 rgb(0 0 0/.08)}
.ap-card h2{font-size:14px;margin:0 0 12px}
.ap-card h3{font-size:13px;margin:16px 0 6px}
.ap-scroll{overflow-x:auto}
.ap-table{width:100%;border-collapse:collapse}
.ap-table th,.ap-table td{padding:8px 10px 8px 0;border-bottom:1px solid #ebebeb;text-align:start;vertical-align:top;overflow-wrap:break-word}
.ap-table td:first-child{min-width:8.5rem}
.ap-table th{color:#616161;font-weight:550;white-space:nowrap;overflow-wrap:normal}
.ap-table .num{text-align:end;white-space:nowrap}
.ap-table .ap-time{white-space:nowrap}
.ap-table tr:last-child td{border-bottom:0}
.ap-badge{display:inline-block;padding:1px 8px;border-radius:8px;background:#ebebeb;font-size:12px;white-space:nowrap}
.ap-badge.good{background:#cdfee1;color:#0c5132}.ap-badge.warn{background:#ffeb78;color:#4f4700}.ap-badge.bad{background:#fedad9;color:#8e1f0b}
.ap-banner{margin:0 0 16px;padding:10px 14px;border-radius:12px}
.ap-banner.done{background:#cdfee1;color:#0c5132}.ap-banner.error{background:#fedad9;color:#8e1f0b}
.ap-form{display:flex;flex-wrap:wrap;align-items:end;gap:8px 12px;margin:8px 0 0}
.ap-field{display:grid;gap:2px}.ap-field label,.ap-field>span{font-weight:550}
.ap-field input,.ap-field select,.ap-field textarea,.ap-table input[type=number]{min-height:32px;padding:4px 8px;border:1px solid #8a8a8a;border-radius:8px;background:#fdfdfd;font:inherit;color:inherit;max-width:100%}
.ap-table input[type=number]{width:72px}
.ap-check{display:flex;gap:6px;align-items:center;min-height:32px}
.ap-muted{color:#616161}
details.ap-action{border-top:1px solid #ebebeb;margin-top:12px;padding-top:8px}
details.ap-action>summary{cursor:pointer;font-weight:550;padding:4px 0}
.ap-list{margin:0;padding:0 0 0 18px}
.ap-pages{display:flex;gap:8px;justify-content:center;margin-top:16px}
.ap-preview{width:100%;height:720px;border:1px solid #d0d0d0;border-radius:8px;background:#fff}
`

/** The parts that every page begins with: style, what the last action said, heading. */
export function pageTop(
  title: string,
  notice: { done: string | null; error: string | null },
  beside: Renderable = '',
): Html {
  return html`<style>
      ${{ markup: STYLE }}
    </style>
    ${notice.done !== null && html`<p class="ap-banner done" role="status">${notice.done}</p>`}
    ${notice.error !== null && html`<p class="ap-banner error" role="alert">${notice.error}</p>`}
    <div class="ap-head">
      <h1>${title}</h1>
      ${beside}
    </div>`
}

const GOOD = ['PAID', 'FULFILLED', 'DELIVERED', 'SUCCESS', 'CLOSED', 'RETURNED', 'REFUNDED']
const WARN = [
  'PENDING',
  'UNFULFILLED',
  'PARTIALLY_PAID',
  'PARTIALLY_FULFILLED',
  'PARTIALLY_REFUNDED',
  'REQUESTED',
  'RETURN_REQUESTED',
  'OPEN',
  'IN_PROGRESS',
  'AUTHORIZED',
  'ON_HOLD',
]
const BAD = ['FAILURE', 'ERROR', 'VOIDED', 'CANCELED', 'CANCELLED', 'DECLINED', 'EXPIRED']

/** "PARTIALLY_REFUNDED" → "Partially refunded". */
export function words(text: string): string {
  const lower = text.replaceAll('_', ' ').toLowerCase()
  return lower.charAt(0).toUpperCase() + lower.slice(1)
}

export function badge(status: string | null): Html {
  if (status === null) return html``
  const tone = GOOD.includes(status)
    ? 'good'
    : WARN.includes(status)
      ? 'warn'
      : BAD.includes(status)
        ? 'bad'
        : ''
  return html`<span class="ap-badge ${tone}">${words(status)}</span>`
}

/** "2026-10-05 14:00", in the shop's zone. */
export function timeText(iso: string | null, timeZone: string): string {
  if (iso === null) return '–'
  const options: Intl.DateTimeFormatOptions = { timeZone, dateStyle: 'medium', timeStyle: 'short' }
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(iso))
}

/** The number at the end of a GID, for addresses. */
export function numberOf(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1).replace(/\?.*$/, '')
}

/** One posted action: its name travels as `action`, everything inside belongs to it. */
export function actionForm(
  action: string,
  inside: Renderable,
  button: string,
  tone: 'primary' | 'critical' | '' = '',
): Html {
  return html`<form method="post" class="ap-form">
    <input type="hidden" name="action" value="${action}" />${inside}<button
      class="button${tone === '' ? '' : ` button-${tone}`}"
      type="submit"
    >
      ${button}
    </button>
  </form>`
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`
}

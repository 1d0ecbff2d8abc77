import { roleWords } from '#app/components/role-words.ts'
import type { AuditEvent } from '#app/db/audit.server.ts'

const refusals: Readonly<Record<string, string>> = {
  role: 'their role does not allow it',
  own_request: 'nobody grants their own request',
  request_changed: 'the request was another one',
  limit_too_low: 'it is above their own limit',
  last_admin: 'nobody else would be admin',
}

const actions: Readonly<Record<string, string>> = {
  'money.pay': 'paying',
  'money.decide': 'deciding about a payment',
  'money.withdraw': 'taking back a payment',
  'exchange.end': 'ending an exchange',
  'consent.record': 'writing down a consent',
  'money.stop': 'stopping payments',
  'money.start': 'letting payments go on',
  'money.resolve': 'resolving a payment without an answer',
  'fee.change': 'changing a fee',
  'ledger.export': 'exporting the ledger',
  'return.approve': 'approving a return',
  'return.decline': 'declining a return',
  'return.receive': 'marking items received',
  'return.close': 'closing a return',
  'return.cancel': 'cancelling a return',
  'note.add': 'adding a note',
  'gift.make': 'making a gift code',
  'policy.save': 'changing the policy',
  'policy.publish': 'publishing the policy',
  'policy.decide': 'deciding about a policy',
  'policy.settings': 'changing who publishes the policy',
  'settings.save': 'changing settings',
  'privacy.answer': 'answering a request of privacy law',
  'roles.save': 'giving roles',
  'limits.save': 'setting limits',
}

/** An entry of the shop's log as a sentence; who did it stands beside it. */
export function sayAudit(event: AuditEvent): string {
  switch (event.kind) {
    case 'role_changed':
      return `${event.name}: ${roleWords[event.from].name.toLowerCase()} → ${roleWords[event.to].name.toLowerCase()}`
    case 'limits_changed':
      return 'Limits changed'
    case 'money_settings_changed':
      return 'Payment settings changed'
    case 'policy_settings_changed':
      return event.secondPerson
        ? 'Publishing a policy needs a second person'
        : 'One person publishes a policy'
    case 'money_stopped':
      return event.reason === '' ? 'Payments stopped' : `Payments stopped: ${event.reason}`
    case 'money_started':
      return 'Payments go on'
    case 'lookups_refused':
      return 'Somebody seems to try out orders on the returns page: more than 50 lookups were refused within an hour'
    case 'gift_code_made':
      return `Gift code made for order ${event.order}, ${event.lines === 1 ? 'one item' : `${event.lines} items`}`
    case 'gift_code_revoked':
      return `Gift code of order ${event.order} revoked`
    case 'person_exported':
      return 'The data of a person who asked for it was downloaded'
    case 'data_request_answered':
      return 'The data of a person who asked for it was handed over'
    case 'action_refused':
      return `Refused: ${actions[event.action] ?? event.action}, because ${refusals[event.because] ?? event.because}`
  }
}

import type { PostedForm } from './posted-form.server.ts'

/** Nobody reads a page and answers it in less than this. */
const shortestVisitMs = 300

/** Whether a page is answered sooner than anybody could have read it. `issuedAt` is when it was shown, in milliseconds. */
export function isTooSoon({ issuedAt }: { readonly issuedAt: number }, now: string): boolean {
  return Date.parse(now) - issuedAt < shortestVisitMs
}

/** Whether a robot sent the form: it fills in what people do not see, or it is too soon. */
export function isFromRobot(form: PostedForm, shown: { readonly issuedAt: number }, now: string): boolean {
  return (form.get('website') ?? '') !== '' || isTooSoon(shown, now)
}

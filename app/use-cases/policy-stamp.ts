import type { PolicyDraftRecord, PolicyVersionRecord } from '#app/db/policy.server.ts'

/**
 * What stood there when somebody looked: the version in force and when the draft was last saved. Another stamp means that
 * somebody else has saved or published since.
 */
export function policyStamp(
  latest: Pick<PolicyVersionRecord, 'number'>,
  draft: Pick<PolicyDraftRecord, 'updatedAt'> | null,
): string {
  return `${latest.number} ${draft?.updatedAt ?? ''}`
}

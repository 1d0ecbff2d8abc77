import type { AskToPublishError, TakeBackError } from '#app/use-cases/ask-to-publish.server.ts'
import type { DecidePublicationError } from '#app/use-cases/decide-publication.server.ts'
import type { ExampleFailure } from '#app/use-cases/prepare-publication.server.ts'
import type { PublishPolicyError } from '#app/use-cases/publish-policy.server.ts'
import type { SavePolicyDraftError } from '#app/use-cases/save-policy-draft.server.ts'
import type { WithdrawVersionError } from '#app/use-cases/withdraw-policy-version.server.ts'
import type { PolicyIntent } from './change-policy.server.ts'

/** Whatever can keep a change of the policy from being made. */
export type ChangeError =
  | SavePolicyDraftError
  | PublishPolicyError
  | AskToPublishError
  | TakeBackError
  | DecidePublicationError
  | WithdrawVersionError

/** Why it was not made, and what to do now. */
export function sayChangeError(
  error: Exclude<ChangeError, { kind: 'forbidden' }>,
  intent: PolicyIntent,
): string {
  switch (error.kind) {
    case 'examples_failed':
      return failedWords(error.failures)
    case 'lint_faults':
      return `Not published: the check finds ${error.count === 1 ? 'a mistake' : `${error.count} mistakes`} in the rules. Mend ${error.count === 1 ? 'it' : 'them'} where Check says so.`
    case 'changed_since':
      return intent === 'save' ? notSaved : intent === 'discard' ? notDiscarded : notPublished
    case 'publication_void':
      return `Not published: ${voidWords[error.because]} since it was asked for. The question is taken back; ask again if it is still wanted.`
    case 'already_decided':
      return 'Somebody has decided about it meanwhile.'
    default:
      return words[error.kind]
  }
}

const notSaved = 'Not saved: somebody else has saved or published a policy since you opened this page.'
const notDiscarded =
  'Not discarded: somebody else has changed the draft since you opened this page. It now shows theirs.'
const notPublished =
  'Not published: somebody else has changed the draft since you opened this page. It now shows theirs. Look at it, then publish.'
const voidWords = {
  published_since: 'another version was published',
  draft_changed: 'the draft was changed',
} as const

const words = {
  no_draft: 'There is no draft to publish.',
  no_version: 'There is no such version any more.',
  nothing_changed: 'It says the same as the version that it would follow. There is nothing to publish.',
  conflict:
    'Not published: somebody else published a version a moment ago. Look at what differs now, then decide.',
  invalid_policy: 'The policy was not saved. Mend the marked fields.',
  date_past: 'Not published: the day and time are over. Choose later ones, or publish at once.',
  date_far: 'Not published: choose a day within the next twelve months.',
  second_person: 'Not published: this shop wants a second person for it. Ask one.',
  one_waits: 'A version waits for a second person. It is decided about, or taken back, first.',
  in_force: 'This version is in force. Publish an older one anew instead.',
  not_found: 'This does not wait any more.',
  own_request: 'You have asked for it yourself: a second person decides.',
  request_changed: 'It is not what stood on your screen any more. Look at it again, then decide.',
} as const

/** The page names beside each example what came out otherwise. */
function failedWords(failures: readonly ExampleFailure[]): string {
  const names = new Intl.ListFormat('en').format(failures.map(({ name }) => `“${name}”`))
  return failures.length === 1
    ? `Not published: the example ${names} comes out otherwise. Change the draft, or accept the new result under Examples.`
    : `Not published: the examples ${names} come out otherwise. Change the draft, or accept the new results under Examples.`
}

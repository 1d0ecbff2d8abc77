import { requestChannels } from '../facts.ts'
import { choiceCondition } from './families/choice-condition.ts'

/** How the request reached the shop. */
export const requestChannel = choiceCondition({
  kind: 'requestChannel',
  group: 'request',
  fact: 'requestChannel',
  options: requestChannels,
  read: ({ request }) => request.channel,
})

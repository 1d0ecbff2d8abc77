import { defaultPolicy } from '../default-policy.ts'
import { Policy } from '../policy.ts'
import {
  askForSeal,
  faulty,
  notFaulty,
  sealBroken,
  sealQuestion,
  texts,
  withoutRightOfWithdrawal,
} from './texts.ts'

/** Devices: the seal is asked for, an opened box costs a fee where the law allows it, money moves once the device was looked at. */
export const electronics: Policy = Policy.parse({
  ...defaultPolicy,
  baseline: {
    ...defaultPolicy.baseline,
    outcomes: ['refund', 'exchange'],
    bonus: { storeCreditPercent: 0 },
  },
  questions: [sealQuestion],
  rules: [
    {
      id: 'software',
      name: 'Software that was opened',
      note: 'Tag such products “software”.',
      enabled: true,
      when: { kind: 'all', of: [{ kind: 'productTag', is: 'anyOf', values: ['software'] }, sealBroken] },
      set: { eligible: { kind: 'no', because: texts.software, ground: 'media_unsealed' } },
    },
    faulty,
    askForSeal,
    {
      id: 'opened',
      name: 'Opened box',
      note: 'Only where no statute forbids the fee.',
      enabled: true,
      when: {
        kind: 'all',
        of: [sealBroken, withoutRightOfWithdrawal, notFaulty],
      },
      set: { restockingFee: { percent: 15 } },
    },
    {
      id: 'inspect',
      name: 'Looked at before money moves',
      note: 'Only where no statute says when the money must be back.',
      enabled: true,
      when: withoutRightOfWithdrawal,
      set: { payWhen: 'on_inspection' },
    },
  ],
})

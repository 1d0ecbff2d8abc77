import type { ResolverModule } from '../context.ts'
import { calculateFields } from './calculate.ts'
import { returnProcess } from './process-mutation.ts'
import { returnRefund } from './refund-mutation.ts'
import {
  returnApproveRequest,
  returnCreate,
  returnDeclineRequest,
  returnRequest,
} from './request-mutations.ts'
import { returnFields } from './return-fields.ts'
import { reverseFields } from './reverse-fields.ts'
import {
  removeFromReturn,
  returnCancel,
  returnClose,
  returnLineItemRemoveFromReturn,
  returnReopen,
} from './state-mutations.ts'

/** Returns, exchanges and reverse logistics: types, query roots and mutations; registered by `../registry.ts`. */
export const resolvers: ResolverModule = {
  ...returnFields,
  ...reverseFields,
  QueryRoot: { ...returnFields['QueryRoot'], ...reverseFields['QueryRoot'], ...calculateFields['QueryRoot'] },
  Mutation: {
    ...reverseFields['Mutation'],
    returnRequest,
    returnCreate,
    returnApproveRequest,
    returnDeclineRequest,
    returnProcess,
    returnRefund,
    returnClose,
    returnReopen,
    returnCancel,
    removeFromReturn,
    returnLineItemRemoveFromReturn,
  },
}

import type { RequestPart } from '#app/domain/policy/evaluate.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import type { RequestedLine } from '#app/domain/return.ts'

/** What is known of a line while it is being written: no reason is chosen where it is empty. */
export type WrittenLine = Pick<RequestedLine, 'lineId' | 'quantity' | 'reasonHandle'> &
  Partial<Pick<RequestedLine, 'outcome' | 'answers' | 'photos'>>

/**
 * Lines of a request as the engine knows them; `outcome` null while none is chosen. Units are those of all parts of a line
 * together: whoever splits it asks for no less.
 */
export function requestParts(lines: readonly WrittenLine[], outcome: Outcome | null): readonly RequestPart[] {
  const units = new Map<string, number>()
  for (const { lineId, quantity } of lines) {
    const line = lineOfPart(lineId)
    units.set(line, (units.get(line) ?? 0) + quantity)
  }
  return lines.map((line) => {
    const { reasonHandle, answers = null, photos } = line
    const lineId = lineOfPart(line.lineId)
    const request = {
      reason: reasonHandle === '' ? null : reasonHandle,
      quantity: units.get(lineId) ?? line.quantity,
      outcome: line.outcome ?? outcome,
      answers,
      photos: photos?.length ?? null,
    }
    return { lineId, request }
  })
}

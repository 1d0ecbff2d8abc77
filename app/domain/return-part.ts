/**
 * A line of an order may be asked back in parts, with a reason and an outcome of their own. The first part has the id of its
 * line; the others that id with their number behind it, so that every part has an id of its own.
 */
export function partOfLine(lineId: string, number: number): string {
  return number === 1 ? lineId : `${lineId}#${number}`
}

/** The line of the order that a part is of. */
export function lineOfPart(partId: string): string {
  return partId.replace(/#(?:[2-9]|[1-9]\d)$/, '')
}

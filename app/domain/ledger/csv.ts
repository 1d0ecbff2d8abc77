/** A cell: a text is guarded against formulas, a number stays one for the spreadsheet. */
export type Cell = { readonly text: string } | { readonly number: string }

/**
 * Signs that make a spreadsheet read a cell as a formula, their full-width twins included. They count at the beginning of
 * the cell, and after whatever another program may take for the beginning of one: a semicolon, a quote, a tab, a new line.
 */
const formula = /(?<=(?:^|[;"\t\r\n|])[ \u00a0]*)(?=[=+\-@＝＋－＠\t\r])/g

/** The text as a spreadsheet shows it without calculating: `'` before what would begin a formula. */
export function unformulated(text: string): string {
  return text.replace(formula, "'")
}

const plainNumber = /^-?\d{1,15}(\.\d{1,10})?$/

/** One row of a CSV file by RFC 4180, with its line end. Throws when a number is none: it would be a formula's way in. */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(writeCell).join(',')}\r\n`
}

function writeCell(cell: Cell): string {
  if ('number' in cell) {
    if (cell.number !== '' && !plainNumber.test(cell.number))
      throw new RangeError(`Not a plain number: ${cell.number}`)
    return cell.number
  }
  // NUL ends a text for some readers and hides what follows.
  const text = unformulated(cell.text.replaceAll('\0', ''))
  return `"${text.replaceAll('"', '""')}"`
}

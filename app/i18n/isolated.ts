/** Names and amounts keep their own direction inside a sentence from right to left: `#1001` stays `#1001`. */
export function isolated(
  params: Readonly<Record<string, string | number>>,
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && value !== '' ? `\u2068${value}\u2069` : value,
    ]),
  )
}

/**
 * An amount as it is written, in a text of any direction: what `Intl` makes for Arabic ends in `US$`, whose sign would jump to the
 * other side of its letters.
 */
export function leftToRight(amount: string): string {
  return `\u2066${amount}\u2069`
}

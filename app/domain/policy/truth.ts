/**
 * Three truth values: `null` means that a fact is missing, so nobody can say. What rests on `null` never approves and
 * never declines by itself.
 */
export type Truth = boolean | null

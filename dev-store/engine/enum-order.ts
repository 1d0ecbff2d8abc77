/**
 * The introspection lists enum values alphabetically; error messages name them in Shopify's declared order. Known orders
 * are those that a recorded answer shows (return-reason-validation); others stay alphabetical.
 */
const DECLARED: Record<string, string[]> = {
  ReturnReason: [
    'SIZE_TOO_SMALL',
    'SIZE_TOO_LARGE',
    'UNWANTED',
    'NOT_AS_DESCRIBED',
    'WRONG_ITEM',
    'DEFECTIVE',
    'STYLE',
    'COLOR',
    'OTHER',
    'UNKNOWN',
  ],
}

/** Values of an enum in the order that messages name them. */
export const enumOrder = (name: string, values: string[]): string[] => DECLARED[name] ?? values

/** The id of a rule's card in the page. Ids of rules may hold anything; those of elements that are linked to hold no blanks. */
export function ruleAnchor(ruleId: string): string {
  return `rule-${ruleId.replace(/[^A-Za-z0-9_-]/g, '_')}`
}

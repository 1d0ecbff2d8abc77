import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { generate } from '@graphql-codegen/cli'
import graphqlrc from '../.graphqlrc.ts'

const target = 'app/types/admin.generated.ts'

/** Writes the types of the app's GraphQL operations; with `--check` only says whether the committed file is stale. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
// The library's type of a generated file is loose; `content` is documented.
const { pluckConfig, generates } = graphqlrc.extensions.codegen
// The type of `pluckConfig` knows its options for names only; the two functions of Shopify's preset are options as well.
const config = { pluckConfig, generates, silent: true } as Parameters<typeof generate>[0]
// The library's type of a generated file is loose; `content` is documented.
const files = (await generate(config, false)) as { content: string }[]
const content = `// Written by \`npm run codegen\`. Never edited by hand.\n${onlyUsed(files[0]?.content ?? '')}`
if (!values.check) {
  writeFileSync(target, content)
} else if (readFileSync(target, 'utf8') !== content) {
  process.stderr.write(`${target} is stale: run npm run codegen\n`)
  process.exit(1)
}

/**
 * Keeps the operations' types and what they lead to. The generator writes every enum and input of Shopify's schema
 * (26,000 lines); of those the operations touch a few dozen.
 */
function onlyUsed(text: string): string {
  const declarations = new Map<string, string>()
  for (const block of text.split(/\n(?=\/\*\*|export type )/)) {
    const name = /export type (\w+)/.exec(block)?.[1]
    if (name !== undefined) declarations.set(name, block.slice(block.indexOf('export type ')))
  }
  const used = new Set<string>()
  const visit = (name: string) => {
    const block = declarations.get(name)
    if (block === undefined || used.has(name)) return
    used.add(name)
    for (const [word] of block.replace(/\/\*\*[\s\S]*?\*\//g, '').matchAll(/\b[A-Z]\w+\b/g)) visit(word)
  }
  for (const name of declarations.keys()) if (/(Query|Mutation|Variables|Fragment)$/.test(name)) visit(name)
  return [...declarations]
    .filter(([name]) => used.has(name))
    .map(([, block]) => block.replace(/\n\s*\/\*\*[\s\S]*?\*\//g, '').trimEnd())
    .join('\n\n')
    .concat('\n')
}

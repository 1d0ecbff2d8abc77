import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readTranslations } from './liquid/translate.ts'
import type { Translations } from './liquid/translate.ts'

/** One input of a block's `{% schema %}`; only what the storefront and the theme editor use. */
export type BlockSetting = {
  type: string
  id?: string
  label?: string
  info?: string
  content?: string
  placeholder?: string
  default?: unknown
  /** Of a resource: takes that of the page while the merchant chose none. */
  autofill?: boolean
  min?: number
  max?: number
  step?: number
  unit?: string
  options?: { value: string; label: string }[]
}

/** A file of `blocks/`: an app block (target section) or an app embed (target head, body, compliance_head). */
export type ExtensionBlock = {
  handle: string
  name: string
  target: string
  className: string
  tag: string | null
  javascript: string | null
  stylesheet: string | null
  settings: BlockSetting[]
  templates: string[] | null
  groups: string[] | null
  /** Why the file cannot be used, or null. */
  problem: string | null
}

export type ThemeExtension = {
  handle: string
  folder: string
  blocks: ExtensionBlock[]
  translations: Translations
  schemaTranslations: Translations
}

const SCHEMA = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/

function stringOr<T>(value: unknown, fallback: T): string | T {
  return typeof value === 'string' ? value : fallback
}

function strings(value: unknown): string[] | null {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : null
}

function record(value: unknown): Record<string, unknown> {
  // Checked to be an object; its values stay unknown.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function readBlock(file: string): ExtensionBlock {
  const handle = basename(file, '.liquid')
  const empty: ExtensionBlock = {
    handle,
    name: handle,
    target: 'section',
    className: '',
    tag: 'div',
    javascript: null,
    stylesheet: null,
    settings: [],
    templates: null,
    groups: null,
    problem: null,
  }
  const schemaText = SCHEMA.exec(readFileSync(file, 'utf8'))?.[1]
  if (schemaText === undefined) return { ...empty, problem: 'it has no {% schema %}' }
  let schema: Record<string, unknown>
  try {
    schema = record(JSON.parse(schemaText))
  } catch (error) {
    return {
      ...empty,
      problem: `its {% schema %} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
  const enabledOn = record(schema.enabled_on)
  return {
    ...empty,
    name: stringOr(schema.name, handle),
    target: stringOr(schema.target, 'section'),
    className: stringOr(schema.class, ''),
    tag: stringOr(schema.tag, 'div'),
    javascript: stringOr(schema.javascript, null),
    stylesheet: stringOr(schema.stylesheet, null),
    // The editor and the renderer check each setting's parts where they use them.
    settings: (Array.isArray(schema.settings) ? schema.settings : []) as BlockSetting[],
    templates: strings(enabledOn.templates),
    groups: strings(enabledOn.groups),
  }
}

/**
 * Reads a theme app extension as it is on disk now; undefined while the folder has no blocks. A block with a broken
 * schema is answered with its problem and does not hide the others.
 */
export function readThemeExtension(folder: string): ThemeExtension | undefined {
  const blocksFolder = join(folder, 'blocks')
  if (!existsSync(blocksFolder)) return undefined
  const files = readdirSync(blocksFolder).filter((file) => file.endsWith('.liquid'))
  if (files.length === 0) return undefined
  return {
    handle: basename(folder),
    folder,
    blocks: files.sort().map((file) => readBlock(join(blocksFolder, file))),
    translations: readTranslations(join(folder, 'locales')),
    schemaTranslations: readTranslations(join(folder, 'locales'), 'schema'),
  }
}

/** Values that a setting has before the merchant touched it, as the theme editor fills them in. */
function initialValue(setting: BlockSetting): unknown {
  if (setting.default !== undefined) return setting.default
  if (setting.type === 'checkbox') return false
  if (setting.type === 'select' || setting.type === 'radio') return setting.options?.[0]?.value ?? ''
  if (
    setting.type === 'text' ||
    setting.type === 'textarea' ||
    setting.type === 'html' ||
    setting.type === 'liquid'
  )
    return ''
  return null
}

/**
 * `block.settings`: what the merchant saved over the schema's defaults; saved values without a setting are dropped. A product
 * setting with `autofill` takes the product of the page. https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration#autofill
 */
export function blockSettings(
  block: ExtensionBlock,
  saved: Record<string, unknown>,
  page: Record<string, unknown> = {},
): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const setting of block.settings) {
    if (setting.id === undefined) continue
    settings[setting.id] = Object.hasOwn(saved, setting.id) ? saved[setting.id] : initialValue(setting)
    if (setting.autofill === true && settings[setting.id] === null)
      settings[setting.id] = page[setting.type] ?? null
  }
  return settings
}

/** Where a block stands when it is placed: a block that names its templates or groups goes there, others on the returns page. */
export function blocksFor(
  extension: ThemeExtension,
  place: { template: string } | { group: string },
): ExtensionBlock[] {
  return extension.blocks.filter((block) => {
    if (block.target !== 'section') return false
    const restricted = [...(block.templates ?? []), ...(block.groups ?? [])].filter((name) => name !== '*')
    if ('group' in place) return restricted.length > 0 && (block.groups ?? []).includes(place.group)
    if (restricted.length === 0) return place.template === 'page'
    return (block.templates ?? []).includes(place.template)
  })
}

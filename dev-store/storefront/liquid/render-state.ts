import type { Context } from 'liquidjs'

/** A rendered app block, as `{% render block %}` and the theme editor know it. */
export type RenderedBlock = { id: string; handle: string; html: string }

/** A section that a template places: its blocks are rendered before the page is. */
export type PlacedSection = { id: string; settings: Record<string, unknown>; blocks: RenderedBlock[] }

/** What tags and filters need of the page that is being rendered. */
export type RenderState = {
  locale: string
  currency: string
  now: Date
  sections: Record<string, PlacedSection>
  /** Set by `{% layout none %}` or `{% layout 'name' %}`; 'theme' otherwise. */
  layout: string | null
}

const states = new WeakMap<object, RenderState>()

/** Ties a page's state to its globals: they are the one thing that liquidjs hands on into snippets. */
export function bindRenderState(globals: object, state: RenderState): void {
  states.set(globals, state)
}

/** The same page with more globals; the given ones stay as they are. */
export function extendGlobals(
  globals: Record<string, unknown>,
  more: Record<string, unknown>,
): Record<string, unknown> {
  const extended = { ...globals, ...more }
  const state = states.get(globals)
  if (state) states.set(extended, state)
  return extended
}

/** Throws when the template is not rendered by the storefront. */
export function renderState(context: Context): RenderState {
  const state = states.get(context.globals)
  if (!state) throw new Error('a storefront template was rendered without its page')
  return state
}

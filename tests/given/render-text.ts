import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'

/** Returns the text of rendered markup, as people read it. */
export const renderText = (node: VNode): string =>
  render(node)
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()

import type { Language } from '../../messages/messages.ts'
import { renderText } from '../markdown/render-markdown.ts'

export { picturePath } from '../markdown/picture-address.ts'

/** Converts the Markdown of a letter to HTML that contains only text, links and our own pictures. */
export const renderMarkdown = (markdown: string, language: Language): string => {
  // A letter stands on the page of an article with ids of its own.
  const rendered = renderText(markdown, language, 'letter-')
  if (!rendered.ok) throw new Error(rendered.reason)
  return rendered.html
}

import { renderText } from '../markdown/render-markdown.ts'

export { picturePath } from '../markdown/picture-address.ts'

/** Converts the Markdown of a letter to HTML that contains only text, links and our own pictures. */
export const renderMarkdown = (markdown: string): string => {
  const rendered = renderText(markdown, 'en')
  if (!rendered.ok) throw new Error(rendered.reason)
  return rendered.html
}

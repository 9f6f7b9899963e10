/** The only place with raw HTML, which `renderMarkdown` has sanitised. */
export const Sanitised = ({ html }: { html: string }) => (
  <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
)

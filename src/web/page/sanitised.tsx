/** The one place of raw HTML: what `renderMarkdown` has sanitised. */
export const Sanitised = ({ html }: { html: string }) => (
  <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
)

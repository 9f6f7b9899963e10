/** The address of the page in a frame: its own, or that of a frame whose page stands in the page around it. */
type Address = '' | 'about:srcdoc'

/**
 * Makes links within the page work in a sandboxed frame, and all others do nothing. The sandbox opens no windows, so a
 * link that asks for one stays where it is.
 */
export const withInertLinks = (html: string, address: Address): string =>
  html
    .replace('<head>', '<head><base target="_blank">')
    .replaceAll(/(<a\b[^>]*) href="#/g, `$1 target="_self" href="${address}#`)

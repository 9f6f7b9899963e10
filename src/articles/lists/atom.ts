export type AtomEntry = {
  link: string
  title: string
  summary: string
  /** HTML with absolute addresses. */
  content: string
  authors: readonly string[]
  tags: readonly string[]
  publishedAt: Date
  updatedAt: Date
}

export type AtomFeed = {
  home: string
  self: string
  title: string
  subtitle: string
  language: string
  entries: readonly AtomEntry[]
}

/** Writes an Atom feed, as RFC 4287 wants it. Every text is escaped, whatever is in it. */
export const atom = ({ home, self, title, subtitle, language, entries }: AtomFeed): string => {
  const latest = Math.max(0, ...entries.map(({ updatedAt }) => updatedAt.getTime()))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(language)}">`,
    element('id', home),
    element('title', title),
    element('subtitle', subtitle),
    element('updated', new Date(latest).toISOString()),
    element('generator', 'Mainstay'),
    `<link rel="alternate" type="text/html" href="${escaped(home)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(self)}"/>`,
    ...entries.map(entryXml),
    '</feed>\n',
  ].join('\n')
}

const entryXml = (entry: AtomEntry): string =>
  [
    '<entry>',
    element('id', entry.link),
    element('title', entry.title),
    `<link rel="alternate" type="text/html" href="${escaped(entry.link)}"/>`,
    element('published', entry.publishedAt.toISOString()),
    element('updated', entry.updatedAt.toISOString()),
    ...entry.authors.map((name) => `<author>${element('name', name)}</author>`),
    ...entry.tags.map((tag) => `<category term="${escaped(tag)}"/>`),
    element('summary', entry.summary),
    `<content type="html">${escaped(entry.content)}</content>`,
    '</entry>',
  ].join('\n')

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`

// XML 1.0 has no place for these, not even escaped: control characters and halves of surrogate pairs.
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

const escaped = (text: string): string =>
  text
    .replaceAll(NOT_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // A parser would turn it into a line feed.
    .replaceAll('\r', '&#13;')

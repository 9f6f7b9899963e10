/** Elements that an article may have. None loads anything but pictures, and none runs a script. */
export const ALLOWED_TAGS = [
  ...['p', 'div', 'section', 'aside', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'hr'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'figure', 'figcaption', 'details', 'summary', 'address'],
  ...['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ...[
    'a',
    'img',
    'br',
    'wbr',
    'em',
    'strong',
    'b',
    'i',
    'u',
    's',
    'del',
    'ins',
    'mark',
    'small',
    'sub',
    'sup',
  ],
  ...['code', 'kbd', 'samp', 'var', 'abbr', 'q', 'cite', 'dfn', 'time', 'data', 'span', 'bdi', 'bdo'],
  ...['ruby', 'rt', 'rp'],
]

/** Attributes of any element are under `*`. */
export const ALLOWED_ATTRIBUTES: Record<string, string[]> = {
  '*': ['id', 'title', 'lang', 'dir'],
  a: ['href', 'aria-label', 'aria-describedby'],
  img: ['src', 'alt', 'loading'],
  ol: ['start', 'reversed', 'type', 'class'],
  li: ['value'],
  time: ['datetime'],
  data: ['value'],
  details: ['open'],
  blockquote: ['cite'],
  q: ['cite'],
  del: ['cite', 'datetime'],
  ins: ['cite', 'datetime'],
  th: ['align', 'colspan', 'rowspan', 'scope', 'abbr', 'headers'],
  td: ['align', 'colspan', 'rowspan', 'headers'],
  col: ['span'],
  colgroup: ['span'],
  section: ['class'],
}

/** Classes that our own renderer writes. Other classes are dropped. */
export const ALLOWED_CLASSES: Record<string, string[]> = { ol: ['long-numbers'], section: ['footnotes'] }

/** Elements that mean the same as an allowed one. The title of an article is the only h1 of its page. */
export const SAME_TAGS: Readonly<Record<string, string>> = {
  h1: 'h2',
  header: 'div',
  footer: 'div',
  main: 'div',
  nav: 'div',
  article: 'div',
  hgroup: 'div',
  center: 'div',
  font: 'span',
  big: 'span',
  nobr: 'span',
  tt: 'code',
  strike: 's',
  acronym: 'abbr',
  dir: 'ul',
}

/** Elements whose own mark is dropped without a word, because all they hold is kept. */
export const WRAPPERS = new Set(['html', 'body', 'picture', 'source', 'noscript'])

/** Elements that are dropped together with their text. */
export const TEXTLESS_TAGS = [
  ...['script', 'style', 'textarea', 'option', 'title', 'iframe', 'object', 'svg', 'math', 'template'],
  ...['noembed', 'noframes', 'plaintext', 'xmp'],
]

export const ALLOWED_SCHEMES = ['http', 'https', 'mailto', 'tel']

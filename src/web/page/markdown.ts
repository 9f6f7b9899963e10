import { marked } from 'marked'
import sanitizeHtml from 'sanitize-html'

const ALLOWED_TAGS = [
  'p',
  'h2',
  'h3',
  'h4',
  'ul',
  'ol',
  'li',
  'blockquote',
  'em',
  'strong',
  'a',
  'img',
  'hr',
  'br',
  'code',
  'pre',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'sup',
  'sub',
  'abbr',
  'q',
  'cite',
  'del',
]

export const picturePath = (file: string): string => `/pictures/${encodeURIComponent(file)}`

/** Converts Markdown to HTML that contains only text, links and our own pictures. */
export const renderMarkdown = (markdown: string): string =>
  sanitizeHtml(marked.parse(markdown, { async: false, gfm: true }), {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: {
      a: ['href', 'title'],
      img: ['src', 'alt', 'title', 'loading'],
      abbr: ['title'],
      th: ['align'],
      td: ['align'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: [] },
    allowProtocolRelative: false,
    transformTags: {
      // The article's title is the only h1 of its page.
      h1: 'h2',
      img: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, src: ownPicture(attribs['src'] ?? ''), loading: 'lazy' },
      }),
    },
    // Drops pictures from other sites: loading them would reveal who reads.
    exclusiveFilter: (frame) => frame.tag === 'img' && !frame.attribs['src'],
  })

const ownPicture = (source: string): string =>
  /^[\w-]+\.(svg|jpe?g|png|webp|avif)$/.test(source) ? picturePath(source) : ''

import GithubSlugger from 'github-slugger'
import { Marked, type MarkedExtension, type RendererThis, type Tokens } from 'marked'
import type { Language } from '../../messages/messages.ts'
import { notes } from './notes.ts'
import { startOfLine, templates } from './templates.ts'

/** Creates a renderer for one text: ids of headings and numbers of notes belong to it. */
export const textRenderer = (language: Language): Marked =>
  new Marked({ gfm: true, async: false }, notes(language), templates, noteAfterText, {
    renderer: { heading: headingRenderer(new GithubSlugger()), list, checkbox },
  })

// Otherwise a note in the line after a paragraph would belong to the paragraph.
const noteAfterText: MarkedExtension = {
  extensions: [
    {
      name: 'noteAfterText',
      level: 'block',
      start: startOfLine(/\n\[\^[^\]\n]+\]:/),
      tokenizer: () => undefined,
    },
  ],
}

const headingRenderer = (slugger: GithubSlugger) =>
  function heading(this: RendererThis, { tokens, depth }: Tokens.Heading): string {
    const html = this.parser.parseInline(tokens)
    // Hugo and Kramdown let authors write an id: `## The law {#law}`.
    const [own, id] = /\s*\{#([^}\s]+)[^}]*\}\s*$/.exec(html) ?? ['', null]
    const text = html.slice(0, html.length - own.length)
    const slug = slugger.slug(id ?? plainText(text)) || 'part'
    // Ids that begin so belong to notes.
    const unlikeNote = slug.startsWith('footnote') ? `text-${slug}` : slug
    return `<h${depth} id="${id ?? unlikeNote}">${text}</h${depth}>\n`
  }

const plainText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, '')
    .trim()

/** Keeps the numbers that the author wrote. If all are the same, the author left the counting to Markdown. */
function list(this: RendererThis, { ordered, items }: Tokens.List): string {
  if (!ordered) return `<ul>\n${items.map((item) => this.parser.renderer.listitem(item)).join('')}</ul>\n`
  const written = items.map(({ raw }) => Number(/^\s*(\d+)/.exec(raw)?.[1] ?? 1))
  const first = written[0] ?? 1
  const isCounted = written.every((number) => number === first)
  let next = first
  const body = items.map((item, index) => {
    const number = isCounted ? next : (written[index] ?? next)
    const html = this.parser.renderer.listitem(item)
    const shown = number === next ? html : html.replace(/^<li>/, `<li value="${number}">`)
    next = number + 1
    return shown
  })
  const longest = Math.max(next - 1, ...written)
  const start = first === 1 ? '' : ` start="${first}"`
  return `<ol${start}${longest >= 100 ? ' class="long-numbers"' : ''}>\n${body.join('')}</ol>\n`
}

function checkbox({ checked }: Tokens.Checkbox): string {
  return checked ? '☑ ' : '☐ '
}

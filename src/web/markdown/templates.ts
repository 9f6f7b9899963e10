import type { MarkedExtension, Tokens } from 'marked'
import { droppedHtml, escaped } from './drops.ts'
import { resolveReference } from './link-address.ts'
import { withoutSite } from './picture-address.ts'

/** Jekyll's `{% ... %}`, and Hugo's `{{< ... >}}` and `{{% ... %}}`. */
const TEMPLATE = /^(?:\{%-?[^\n]*?-?%\}|\{\{[<%][^\n]*?[>%]\}\})/
/** Kramdown's attributes of a paragraph or a word, such as `{: .wide }`. */
const ATTRIBUTES = /^\{:[^}\n]*\}/
const CODE = /^\{%-?\s*highlight\b[^%]*%\}\n?([\s\S]*?)\{%-?\s*endhighlight\s*-?%\}/
const COMMENT = /^\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}/
const SILENT = /^\{%-?\s*(?:end)?raw\s*-?%\}/

/** In front of an address. */
const BEFORE_ADDRESS = /((?:\]\(<?|["'=]|^\[[^\]\n]+\]:)\s*)((?:\{\{-?[^{}\n]*\}\}|\{%-?[^{}\n]*%\})+)/gm

/** Replaces the templates in addresses, which Markdown would not take for addresses. Keeps every line. */
export const withoutTemplatesInAddresses = (markdown: string): string =>
  markdown.replace(BEFORE_ADDRESS, (whole, before: string, template: string) => {
    const resolved = resolveReference(withoutSite(withoutSite(template)))
    return resolved === template ? whole : before + resolved
  })

/** Marked searches behind the first letter, so only a line feed tells where a line begins. */
export const startOfLine =
  (pattern: RegExp) =>
  (source: string): number | undefined => {
    const found = source.search(pattern)
    return found === -1 ? undefined : found + 1
  }

/** Takes a figure of Hugo for a figure, and names every other template that it drops. */
export const templates: MarkedExtension = {
  extensions: [
    {
      name: 'templateBlock',
      level: 'block',
      start: startOfLine(/\n {0,3}\{[%{:]/),
      tokenizer: (source) => {
        const indent = /^ {0,3}/.exec(source)?.[0] ?? ''
        const token = tokenAt(source.slice(indent.length))
        const end = token ? /^[ \t]*(?:\n+|$)/.exec(source.slice(indent.length + token.raw.length)) : null
        return token && end
          ? { ...token, type: 'templateBlock', raw: indent + token.raw + end[0] }
          : undefined
      },
      renderer: htmlOf,
    },
    {
      name: 'template',
      level: 'inline',
      start: (source) => source.search(/\{[%{:]/),
      tokenizer: (source) => tokenAt(source),
      renderer: htmlOf,
    },
  ],
}

function htmlOf(token: Tokens.Generic): string {
  return String(token['html'])
}

const tokenAt = (source: string): Tokens.Generic | undefined => {
  const code = CODE.exec(source)
  if (code) return templateToken(code[0], `<pre><code>${escaped(code[1] ?? '')}</code></pre>\n`)
  const silent = COMMENT.exec(source) ?? SILENT.exec(source) ?? ATTRIBUTES.exec(source)
  if (silent) return templateToken(silent[0], '')
  const raw = TEMPLATE.exec(source)?.[0]
  if (raw === undefined) return undefined
  return templateToken(raw, figureHtml(raw) ?? droppedHtml(raw, dropReason(raw)))
}

const templateToken = (raw: string, html: string): Tokens.Generic => ({ type: 'template', raw, html })

const dropReason = (raw: string): string =>
  `${raw.length > 60 ? `${raw.slice(0, 60)}…` : raw} is left out: Mainstay runs no templates; write the text, a link or <figure>`

/** `{{< figure src="x.jpg" alt="..." caption="..." >}}` */
const figureHtml = (raw: string): string | null => {
  const inside = /^\{\{[<%]\s*figure\s+(.*?)\/?\s*[>%]\}\}$/.exec(raw)?.[1]
  if (inside === undefined) return null
  const values = new Map(
    [...inside.matchAll(/([\w-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|`([^`]*)`)/g)].map(
      ([, name, quoted, plain]) => [name, (quoted ?? plain ?? '').replace(/\\(.)/g, '$1')],
    ),
  )
  const words = ['title', 'caption', 'attr'].flatMap((name) => values.get(name) || [])
  const text = escaped(words.join('. ').replaceAll('..', '.'))
  const image = `<img src="${escaped(values.get('src') ?? '')}" alt="${escaped(values.get('alt') ?? '')}">`
  const link = values.get('link')
  const shown = link ? `<a href="${escaped(link)}">${image}</a>` : image
  return `<figure>${shown}${text ? `<figcaption>${text}</figcaption>` : ''}</figure>\n`
}

import { ALLOWED_SCHEMES } from './allowed-html.ts'
import { withoutSite } from './picture-address.ts'

export type ArticleLink = { href: string | null; problem: string | null }

/** Jekyll's `{% post_url x %}` or `{% link x.md %}` and Hugo's `{{< ref "x.md" >}}`, with what follows them. */
const REFERENCE =
  /^\s*(?:\{%-?\s*(?:post_url|link)\s+([^\s%]+)\s*-?%\}|\{\{[<%]\s*(?:rel)?ref\s+"?([^"\s>%]+)"?\s*[>%]\}\})(#.*)?\s*$/

/** Finds where a link of an article leads. `ids` has the ids of the page, by those that the author wrote. */
export const articleLink = (written: string, ids: ReadonlyMap<string, string>): ArticleLink => {
  const href = resolveReference(withoutSite(written)).trim()
  if (href.startsWith('#')) return fragmentLink(href, ids)
  // Browsers read it as //, and the sanitizer leaves it out.
  if (/^(?:\/\\|\\[/\\])/.test(href)) return refused(written)
  if (href.startsWith('//')) return { href: `https:${href}`, problem: null }
  // Browsers ignore control characters and spaces in a scheme.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters they ignore.
  const scheme = /^([^:/?#]+):/.exec(href.replace(/[\u0000-\u0020]/g, ''))?.[1]?.toLowerCase()
  if (scheme !== undefined && !ALLOWED_SCHEMES.includes(scheme)) return refused(written)
  const file = /^(?:\.{0,2}\/)*(?:[\w.-]+\/)*([a-z0-9-]+)\.(?:md|markdown|mdown)(#.*)?$/i.exec(href)
  if (scheme === undefined && file) return { href: `/articles/${file[1]}${file[2] ?? ''}`, problem: null }
  return { href, problem: null }
}

/** Turns a reference of Jekyll or Hugo into the name of the file that it means. */
export const resolveReference = (href: string): string => {
  const found = REFERENCE.exec(href)
  if (!found) return href
  const name = (found[1] ?? found[2] ?? '').split('/').at(-1) ?? ''
  return `${name.replace(/\.(?:md|markdown|mdown|html)$/i, '')}.md${found[3] ?? ''}`
}

const fragmentLink = (href: string, ids: ReadonlyMap<string, string>): ArticleLink => {
  const wanted = href.slice(1)
  if (wanted === '' || wanted === 'top') return { href, problem: null }
  const id = ids.get(wanted) ?? ids.get(decoded(wanted)) ?? ids.get(decoded(wanted).toLowerCase())
  if (id === undefined)
    return {
      href,
      problem: `the link to ${href} leads nowhere: no heading and no id of the article is so called`,
    }
  return { href: `#${encodeURIComponent(decoded(id))}`, problem: null }
}

const refused = (written: string): ArticleLink => {
  const shown = written.length > 60 ? `${written.slice(0, 60)}…` : written
  return {
    href: null,
    problem: `the link to ${shown} is left out: an address begins with https://, http://, mailto:, tel: or /`,
  }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

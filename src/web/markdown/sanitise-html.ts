import sanitizeHtml, { type Attributes } from 'sanitize-html'
import {
  ALLOWED_ATTRIBUTES,
  ALLOWED_CLASSES,
  ALLOWED_SCHEMES,
  ALLOWED_TAGS,
  SAME_TAGS,
  TEXTLESS_TAGS,
  WRAPPERS,
} from './allowed-html.ts'
import { attributeDrops, DROPPED_TAG, elementDrop, looksDrops } from './drops.ts'
import { articleLink } from './link-address.ts'
import { findPicture, picturePath } from './picture-address.ts'
import { scanHtml } from './scan-html.ts'

/** Something the sanitizer met, by the offset of its tag in the HTML. `text` helps to find its line. */
export type Met = { offset: number; text: string }
export type Drop = Met & { reason: string }
export type PictureUse = Met & { file: string }

export type Sanitised = { html: string; drops: Drop[]; pictures: PictureUse[]; depth: number }

/** Leaves only text, links and our own pictures. Names everything else that an author may miss. */
export const sanitise = (html: string, idPrefix: string): Sanitised => {
  const { tags, sections, ids, depth } = scanHtml(html, idPrefix)
  const drops: Drop[] = sections.map((offset) => ({ offset, text: '<![CDATA[', reason: SECTION_DROP }))
  const pictures: PictureUse[] = []
  let index = -1
  const here = () => tags[index] ?? { offset: 0, id: null }
  const drop = (text: string, reason: string) => drops.push({ offset: here().offset, text, reason })
  // Some sites mark every paragraph. The first place is enough.
  const dropOnce = (text: string, reason: string) => {
    if (!drops.some((each) => each.reason === reason)) drop(text, reason)
  }

  const picture = (attributes: Attributes): Attributes => {
    const { file, address } = findPicture(attributes)
    if (file === null) {
      drop(address, pictureReason(address))
      return {}
    }
    pictures.push({ offset: here().offset, text: address, file })
    return { ...attributes, src: picturePath(file), alt: attributes['alt'] ?? '', loading: 'lazy' }
  }
  const link = (attributes: Attributes): Attributes => {
    const { href, ...rest } = attributes
    if (href === undefined) return attributes
    const found = articleLink(href, ids)
    if (found.problem !== null) drop(href, found.problem)
    return found.href === null ? rest : { ...attributes, href: found.href }
  }
  const clean = sanitizeHtml(html, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: ALLOWED_ATTRIBUTES,
    allowedClasses: ALLOWED_CLASSES,
    allowedSchemes: ALLOWED_SCHEMES,
    allowedSchemesByTag: { img: [] },
    allowProtocolRelative: false,
    nonTextTags: TEXTLESS_TAGS,
    onOpenTag: () => {
      index += 1
    },
    transformTags: {
      '*': (written, given) => {
        const tagName = SAME_TAGS[written] ?? written
        const { id } = here()
        const { id: _written, ...others } = given
        const attribs: Attributes = id === null ? others : { id, ...others }
        if (written === DROPPED_TAG) drop(given['data-text'] ?? '', given['data-reason'] ?? '')
        else if (!ALLOWED_TAGS.includes(tagName) && !WRAPPERS.has(tagName))
          drop(`<${written}`, elementDrop(written, TEXTLESS_TAGS.includes(written)))
        for (const reason of attributeDrops(written, given)) drop(`<${written}`, reason)
        for (const reason of looksDrops(written, given)) dropOnce(`<${written}`, reason)
        if (tagName === 'img') return { tagName, attribs: picture(attribs) }
        return { tagName, attribs: tagName === 'a' ? withDescription(link(attribs), ids) : attribs }
      },
    },
    // Pictures from other sites would reveal who reads.
    exclusiveFilter: (frame) => frame.tag === 'img' && !frame.attribs['src'],
  })
  return { html: withScrolling(clean), drops, pictures, depth }
}

const withDescription = (attributes: Attributes, ids: ReadonlyMap<string, string>): Attributes => {
  const written = attributes['aria-describedby']
  return written === undefined
    ? attributes
    : { ...attributes, 'aria-describedby': ids.get(written) ?? written }
}

const SECTION_DROP = '<![CDATA[]]> is left out with its text: write the text alone'

const pictureReason = (address: string): string =>
  `the picture ${shortened(address) || 'without an address'} is left out: put its file into the folder pictures and write its name`

export const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

// Sanitized HTML is well-formed, and a text or an attribute has no bare `<`.
const withScrolling = (html: string): string =>
  html
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replace(/<table[ >]/g, (tag) => `<div class="wide" tabindex="0">${tag}`)
    .replaceAll('</table>', '</table></div>')

import { type FindPicture, type PictureFacts, pictureNameOf, plainPicture } from './picture.ts'
import { responsive, SIZES } from './responsive.ts'

// The input is our sanitiser's output: every attribute has double quotes, and `>` in one is escaped.
const IMAGE = /<img\b(?:[^>"]|"[^"]*")*>/g
const ATTRIBUTE = /([a-z-]+)="([^"]*)"/g

type Attributes = Readonly<Record<string, string>>

const attributesOf = (tag: string): Attributes =>
  Object.fromEntries([...tag.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, value]))

const nameIn = ({ src = '' }: Attributes): string | null => pictureNameOf(unescapeHtml(src))

const unescapeHtml = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** Lists the pictures that an article's text shows. */
export const picturesIn = (html: string): string[] => [
  ...new Set((html.match(IMAGE) ?? []).flatMap((tag) => nameIn(attributesOf(tag)) ?? [])),
]

const ADDRESS = /\b(?:src|href)="(\/pictures\/[^"]+)"/g

/** Lists the names of the pictures that a text shows or links to, in composed form. */
export const namesIn = (html: string): string[] =>
  [...html.matchAll(ADDRESS)].flatMap(
    ([, address = '']) => pictureNameOf(unescapeHtml(address))?.normalize() ?? [],
  )

/** Gives every picture of an article's text its widths and its size. One that is unusable becomes its alt text. */
export const withResponsivePictures = (html: string, find: FindPicture): string =>
  replacePictures(html, find, (facts, attributes) => {
    const { webp, jpeg, sizes, src, width, height } = responsive(facts, SIZES.column)
    const image = write('img', {
      src,
      ...(jpeg && sizes ? { srcset: jpeg, sizes } : {}),
      ...pick(attributes, ['alt', 'title', 'id', 'lang', 'dir']),
      width: String(width),
      height: String(height),
      loading: 'lazy',
      decoding: 'async',
    })
    if (!webp || !sizes) return image
    return `<picture>${write('source', { type: 'image/webp', srcset: webp, sizes })}${image}</picture>`
  })

type Feed = { origin: string; link: string; find: FindPicture }

/** Makes an article's text whole outside of our site: JPEG pictures, absolute addresses. */
export const withAbsoluteAddresses = (html: string, { origin, link, find }: Feed): string =>
  replacePictures(html, find, (facts, attributes) => {
    const { src, width, height } = plainPicture(facts)
    return write('img', {
      src,
      ...pick(attributes, ['alt', 'title']),
      width: String(width),
      height: String(height),
    })
  })
    .replaceAll(/(<[a-z][^<>]*? (?:href|src)=")(\/(?!\/))/g, `$1${origin}$2`)
    .replaceAll(/(<a [^<>]*?href=")(#)/g, `$1${link}$2`)

type Draw = (facts: PictureFacts, attributes: Attributes) => string

const replacePictures = (html: string, find: FindPicture, draw: Draw): string =>
  html.replace(IMAGE, (tag) => {
    const attributes = attributesOf(tag)
    const name = nameIn(attributes)
    if (name === null) return tag
    const state = find(name)
    if (state === 'unknown') return tag
    if (state === 'unusable')
      return attributes['alt'] ? `<span class="no-picture">${attributes['alt']}</span>` : ''
    return draw(state, attributes)
  })

const pick = (attributes: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(
    names.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])),
  )

// Values are our own numbers and addresses, or were escaped by the sanitiser.
const write = (tag: string, attributes: Attributes): string =>
  `<${tag}${Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')} />`

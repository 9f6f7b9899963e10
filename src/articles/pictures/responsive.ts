import { type PictureFacts, pictureAddress, plainPicture, widthsOf } from './picture.ts'

/** Attributes of a picture in all its widths. A GIF has one width and no `sources`. */
export type Responsive = {
  /** The candidates in WebP, which all but old browsers choose from. */
  webp: string | null
  jpeg: string | null
  sizes: string | null
  src: string
  width: number
  height: number
}

// CSS pixels. The rem of `sizes` is the browser's own, not that of the page.
const COLUMN = 665

/** How wide the pages show a picture. In style.css: .column, .front, .stories. */
export const SIZES = {
  column: `(min-width: 44rem) ${COLUMN}px, calc(100vw - 2.25rem)`,
  lead: '(min-width: 80rem) 780px, (min-width: 64rem) 62vw, calc(100vw - 2.25rem)',
  story: '(min-width: 64rem) 370px, (min-width: 44rem) 46vw, calc(100vw - 2.25rem)',
} as const

export const responsive = (facts: PictureFacts, sizes: string): Responsive => {
  const { width, height } = facts
  const { src } = plainPicture(facts)
  if (facts.isGif) return { webp: null, jpeg: null, sizes: null, src, width, height }
  const candidates = (format: 'webp' | 'jpg') =>
    widthsOf(facts)
      .map((each) => `${pictureAddress(facts.hash, { form: 'width', width: each, format })} ${each}w`)
      .join(', ')
  // Its own width, and no more: a small picture is not enlarged.
  const own = width < COLUMN ? `(min-width: ${width}px) ${width}px, 100vw` : sizes
  return { webp: candidates('webp'), jpeg: candidates('jpg'), sizes: own, src, width, height }
}

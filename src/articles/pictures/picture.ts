/** A usable picture of the newsroom's folder: its size in pixels, turned the right way up. */
export type PictureFacts = {
  /** A hash of the original's content. */
  hash: string
  width: number
  height: number
  isGif: boolean
}

/** `unknown` if nothing could look at the file in time; `unusable` if it is missing or cannot be shown. */
export type PictureState = PictureFacts | 'unknown' | 'unusable'
export type FindPicture = (name: string) => PictureState

/** The forms that are made of a picture. `card` is the newsroom's icon in the size of a link preview. */
export type PictureForm =
  | { form: 'width'; width: number; format: PhotoFormat }
  | { form: 'preview' }
  | { form: 'card' }
  | { form: 'icon' }
  | { form: 'gif' }
export type PhotoFormat = 'webp' | 'jpg'

/** The size of link previews, which Facebook, Telegram and others show whole. */
export const PREVIEW = { width: 1200, height: 630 } as const
export const MAX_PICTURE_PIXELS = 50_000_000
export const MAX_PICTURE_BYTES = 30_000_000

// From a small telephone to the widest column on a screen with two pixels for one.
const WIDTHS = [320, 480, 640, 960, 1280, 1600] as const
export const MAX_WIDTH = 1600
// WebP holds at most 16,383 lines.
const MAX_HEIGHT = 16_000
const FALLBACK_WIDTH = 960

/** The widths offered of a picture, ascending. Never wider than the original. Empty for a long thin strip. */
export const widthsOf = ({ width, height }: Pick<PictureFacts, 'width' | 'height'>): number[] => {
  const widest = Math.min(width, MAX_WIDTH)
  return [...WIDTHS.filter((each) => each < widest), widest].filter(
    (each) => (each * height) / width <= MAX_HEIGHT,
  )
}

/** The path of one form. It holds the content's hash, so it may be cached for ever. */
export const pictureAddress = (hash: string, wanted: PictureForm): string => {
  if (wanted.form === 'width') return `/pictures/${hash}-${wanted.width}.${wanted.format}`
  if (wanted.form === 'gif') return `/pictures/${hash}.gif`
  return `/pictures/${hash}-${wanted.form}.${wanted.form === 'icon' ? 'png' : 'jpg'}`
}

export type PlainPicture = { src: string; width: number; height: number }

/** The one file for programs that choose none: a JPEG of middle width, or the GIF. */
export const plainPicture = (facts: PictureFacts): PlainPicture => {
  const { hash, isGif, width, height } = facts
  if (isGif) return { src: pictureAddress(hash, { form: 'gif' }), width, height }
  const widths = widthsOf(facts)
  const plain = widths.filter((each) => each <= FALLBACK_WIDTH).at(-1) ?? widths[0] ?? width
  const src = pictureAddress(hash, { form: 'width', width: plain, format: 'jpg' })
  return { src, width: plain, height: Math.round((plain * height) / width) }
}

export type WantedPicture = { hash: string; wanted: PictureForm }

/** Reads the last part of a path that `pictureAddress` could have made; null for any other. */
export const parsePictureAddress = (file: string): WantedPicture | null => {
  const [, hash = '', form = '', ending = ''] =
    /^([0-9a-f]{20})(?:-(\d{1,4}|preview|card|icon))?\.(webp|jpg|png|gif)$/.exec(file) ?? []
  const wanted = formOf(form, ending)
  return wanted && pictureAddress(hash, wanted) === `/pictures/${file}` ? { hash, wanted } : null
}

const formOf = (form: string, ending: string): PictureForm | null => {
  if (form === '') return { form: 'gif' }
  if (form === 'preview' || form === 'card' || form === 'icon') return { form }
  if (ending !== 'webp' && ending !== 'jpg') return null
  return { form: 'width', width: Number(form), format: ending }
}

/** True if this form is made of the picture. */
export const isOffered = (facts: PictureFacts, wanted: PictureForm): boolean => {
  if (wanted.form === 'width') return !facts.isGif && widthsOf(facts).includes(wanted.width)
  return wanted.form === 'gif' ? facts.isGif : true
}

// An iPhone's HEIC is named too: it is refused with a reason instead of a silent 404.
const ENDING = /\.(?:jpe?g|png|webp|avif|gif|svg|tiff?|heic|heif)$/i

/** True for the name of a picture in the folder or in a folder below. Hidden files and `..` are none. */
export const isPictureName = (name: string): boolean =>
  ENDING.test(name) &&
  name.length <= 500 &&
  !/[\0\\]/.test(name) &&
  name.split('/').every((part) => part !== '' && !part.startsWith('.'))

/** Returns the name of the picture that an article's `src` means; null if it means none of ours. */
export const pictureNameOf = (source: string): string | null => {
  if (!source.startsWith('/pictures/')) return null
  try {
    const name = decodeURIComponent(source.slice('/pictures/'.length).replace(/[?#].*$/, ''))
    return isPictureName(name) ? name : null
  } catch {
    return null
  }
}

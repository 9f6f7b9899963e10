import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { cleanGif } from './gif.ts'
import {
  MAX_PICTURE_PIXELS,
  MAX_WIDTH,
  type PictureFacts,
  type PictureForm,
  PREVIEW,
  widthsOf,
} from './picture.ts'

/** Changes with the recipe, so that what an older version made is not served under the same address. */
const RECIPE = '1'

/** Starts the hash of a picture's content. */
export const pictureHash = () => createHash('sha256').update(RECIPE)
export const HASH_LENGTH = 20

export type Original = { path: string; hash: string }
export type PictureTask =
  | ({ do: 'describe' } & Original)
  | ({ do: 'make'; wanted: PictureForm; target: string } & Original)

/**
 * `because` is for the log, in words or empty. If it `isPassing`, the picture may be good the next time. If it
 * `isLasting`, nothing but a change of the file helps.
 */
export type PictureAnswer =
  | { ok: true; facts: PictureFacts }
  | { ok: false; because: string; isPassing?: boolean; isLasting?: boolean }

/** Describes a picture, or writes one form of it to `target`, without metadata. Trusts nothing in the file. */
export const workOnPicture = async (task: PictureTask): Promise<PictureAnswer> => {
  const bytes = await readFile(task.path)
  if (pictureHash().update(bytes).digest('hex').slice(0, HASH_LENGTH) !== task.hash)
    return { ok: false, because: 'it changed meanwhile', isPassing: true }
  const drawn = await draw(bytes, task).catch((error: unknown) => reasonOf(error))
  if (typeof drawn === 'string') return { ok: false, because: drawn }
  if (drawn.made && task.do === 'make') await writeFile(task.target, drawn.made)
  return drawn.answer
}

type Drawn = { answer: PictureAnswer; made: Uint8Array | null }

const draw = async (bytes: Buffer, task: PictureTask): Promise<Drawn> => {
  const answer = await describe(task.hash, bytes)
  const made = answer.ok && task.do === 'make' ? await make(bytes, task.wanted) : null
  return { answer, made }
}

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'svg', 'heif', 'tiff']
const NOT_A_PICTURE = 'it is no picture that can be read (JPEG, PNG, WebP, AVIF, TIFF, GIF or SVG)'
const TOO_LARGE = 'it has more than 50 megapixels'
const SVG_WITH_TEXT = 'it is an SVG with text: save it as PNG, or turn its text into paths'
const SVG_WITH_ENTITIES = 'it is an SVG that declares entities: save it as plain SVG'

const reasonOf = (error: unknown): string =>
  error instanceof Error && /pixel limit/i.test(error.message) ? TOO_LARGE : NOT_A_PICTURE

const open = (bytes: Buffer, density?: number): Sharp =>
  sharp(bytes, {
    limitInputPixels: MAX_PICTURE_PIXELS,
    failOn: 'error',
    ...(density === undefined ? {} : { density }),
  })

const describe = async (hash: string, bytes: Buffer): Promise<PictureAnswer> => {
  if (bytes.subarray(0, 3).toString('latin1') === 'GIF') return describeGif(hash, bytes)
  const metadata = await open(bytes).metadata()
  if (!FORMATS.includes(metadata.format)) return { ok: false, because: NOT_A_PICTURE }
  if (metadata.format === 'svg') {
    const text = bytes.toString('utf8')
    if (/<!ENTITY/i.test(text)) return { ok: false, because: SVG_WITH_ENTITIES }
    if (/<(?:[\w-]+:)?text[\s/>]/i.test(text)) return { ok: false, because: SVG_WITH_TEXT }
  }
  const answer = checked({ hash, ...sizeOf(metadata), isGif: false })
  // Decodes it once, in small: the beginning of a broken file may be whole.
  if (answer.ok) await open(bytes).resize(16).raw().toBuffer()
  return answer
}

const describeGif = (hash: string, bytes: Buffer): PictureAnswer => {
  const gif = cleanGif(bytes)
  if (!gif) return { ok: false, because: NOT_A_PICTURE }
  return checked({ hash, width: gif.width, height: gif.height, isGif: true })
}

const checked = (facts: PictureFacts): PictureAnswer => {
  if (!(facts.width > 0 && facts.height > 0)) return { ok: false, because: NOT_A_PICTURE }
  if (facts.width * facts.height > MAX_PICTURE_PIXELS) return { ok: false, because: TOO_LARGE }
  if (widthsOf(facts).length === 0) return { ok: false, because: 'it is too long and thin' }
  return { ok: true, facts }
}

// A drawing has no pixels of its own: it is drawn in the largest width.
const sizeOf = ({ format, autoOrient: { width, height } }: Metadata) =>
  format === 'svg'
    ? { width: MAX_WIDTH, height: Math.round((MAX_WIDTH * height) / width) }
    : { width, height }

const PAPER = '#fbf8f2'
const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 }
const ICON_PIXELS = 180
const CARD_ICON_PIXELS = 300

const make = async (bytes: Buffer, wanted: PictureForm): Promise<Uint8Array> => {
  if (wanted.form === 'gif') return cleanGif(bytes)?.bytes ?? Promise.reject(new Error('no GIF'))
  const { width } = wanted.form === 'width' ? wanted : PREVIEW
  const turned = (await drawnFor(bytes, width)).autoOrient()
  return finished(turned, wanted).toBuffer()
}

/** Opens a picture; a drawing with as many pixels as the width takes. */
const drawnFor = async (bytes: Buffer, width: number): Promise<Sharp> => {
  const metadata = await open(bytes).metadata()
  if (metadata.format !== 'svg') return open(bytes)
  const density = (metadata.density ?? 72) * (width / Math.max(1, metadata.width))
  return open(bytes, Math.min(Math.max(density, 1), 100_000))
}

// sharp turns colours into sRGB and writes no metadata unless it is told to.
const finished = (picture: Sharp, wanted: Exclude<PictureForm, { form: 'gif' }>): Sharp => {
  if (wanted.form === 'width') {
    const resized = picture.resize({ width: wanted.width })
    return wanted.format === 'webp' ? resized.webp({ quality: 78 }) : jpeg(resized)
  }
  if (wanted.form === 'preview')
    return jpeg(picture.resize({ width: PREVIEW.width, height: PREVIEW.height, fit: 'cover' }))
  if (wanted.form === 'icon') return picture.resize(square(ICON_PIXELS)).png()
  const [x, y] = [(PREVIEW.width - CARD_ICON_PIXELS) / 2, (PREVIEW.height - CARD_ICON_PIXELS) / 2]
  const around = { left: x, right: x, top: y, bottom: y, background: PAPER }
  return jpeg(picture.resize(square(CARD_ICON_PIXELS)).extend(around), PAPER)
}

const square = (pixels: number) =>
  ({ width: pixels, height: pixels, fit: 'contain', background: CLEAR }) as const

// JPEG has no transparency.
const jpeg = (picture: Sharp, background = '#ffffff'): Sharp =>
  picture.flatten({ background }).jpeg({ quality: 80, progressive: true })

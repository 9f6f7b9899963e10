import { pictureFile } from '../../web/markdown/picture-address.ts'
import type { Value } from './fields.ts'
import { isGroup, textOf } from './values.ts'

export type PictureField = {
  picture: { file: string; alt: string; caption: string | null } | null
  /** Says what the author should change. */
  problem: string | null
}

const ADDRESS_NAMES = ['file', 'src', 'path', 'image', 'url', 'feature']

/** Reads our own group of `file`, `alt` and `caption`, and the address or group of other sites. */
export const readPicture = (value: Value): PictureField => {
  const group = isGroup(value) ? value : null
  const address = group
    ? ADDRESS_NAMES.map((name) => textOf(group[name])).find(Boolean)
    : textOf(Array.isArray(value) ? value[0] : value)
  const file = address ? pictureFile(address) : null
  if (file === null) return { picture: null, problem: unusable(address ?? '') }
  const alt = textOf(group?.['alt']) ?? ''
  const caption = textOf(group?.['caption']) || null
  const problem = alt === '' ? 'it has no alt: write what a person who cannot see it should know' : null
  return { picture: { file, alt, caption }, problem }
}

const unusable = (address: string): string =>
  address === ''
    ? 'it is left out, because it has no file: write file: river.jpg under it'
    : `${address.slice(0, 80)} is left out: put its file into the folder pictures and write its name (svg, jpg, png, webp, avif, gif)`

import { type PictureFacts, PREVIEW, pictureAddress } from './picture.ts'
import { findIcon } from './picture-icon.ts'

/** A picture as other sites show it beside a link, in the size that all of them take. */
type Preview = { address: string; width: number; height: number; alt: string }

/** The lead picture of an article, cut to the size of a preview. */
export const picturePreview = (origin: string, { hash }: PictureFacts, alt: string): Preview => ({
  address: origin + pictureAddress(hash, { form: 'preview' }),
  ...PREVIEW,
  alt,
})

/** The newsroom's icon for pages without a picture; null if it has none. */
export const newsroomPreview = async (
  pictures: Parameters<typeof findIcon>[0],
  origin: string,
  newsroom: string,
): Promise<Preview | null> => {
  const icon = await findIcon(pictures)
  return icon && { address: origin + pictureAddress(icon.hash, { form: 'card' }), ...PREVIEW, alt: newsroom }
}

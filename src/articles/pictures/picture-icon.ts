import type { FindPicture, PictureFacts } from './picture.ts'

// The newsroom's sign, in the first of these files that can be shown.
export const ICONS = ['icon.svg', 'icon.png', 'icon.jpg', 'icon.webp']

type Look = { look: (name: string) => Promise<ReturnType<FindPicture>> }

/** Finds the newsroom's icon; null if it has none. */
export const findIcon = async ({ look }: Look): Promise<PictureFacts | null> => {
  for (const name of ICONS) {
    const state = await look(name)
    if (typeof state !== 'string') return state
  }
  return null
}

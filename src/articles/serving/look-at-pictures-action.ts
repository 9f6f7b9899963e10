import type { PreviewPicture } from '../../web/page/link-preview.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { Article } from '../article.ts'
import { picturesIn } from '../pictures/article-pictures.ts'
import type { FindPicture } from '../pictures/picture.ts'
import { newsroomPreview, picturePreview } from '../pictures/picture-preview.ts'
import type { PictureStore } from '../pictures/picture-store.ts'

/** The pictures of an article's page. The same object as long as nothing about them changes. */
export type ArticlePictures = { find: FindPicture; preview: PreviewPicture | null }

export type LookAtPictures = (article: Article) => Promise<ArticlePictures>

type Needs = {
  newsroom: Newsroom
  origin: () => string
  pictures: Pick<PictureStore, 'describe' | 'look'>
  /** Milliseconds that only grow. */
  monotonic: () => number
}

/** A picture that the newsroom took back is shown no longer than this. */
const FRESH_MS = 1_000

type Seen = { pictures: ArticlePictures; text: string; at: number }

/** Looks at the pictures of an article, at most once a second. */
export const lookAtPictures = (needs: Needs): LookAtPictures => {
  const seen = new WeakMap<Article, Seen>()
  return async (article) => {
    const at = needs.monotonic()
    const before = seen.get(article)
    if (before && at - before.at < FRESH_MS) return before.pictures
    const names = [...(article.picture ? [article.picture.file] : []), ...picturesIn(article.html)]
    const find = await needs.pictures.describe(names)
    const preview = await previewOf(needs, article, find)
    const text = JSON.stringify([names.map(find), preview])
    const pictures = before?.text === text ? before.pictures : { find, preview }
    seen.set(article, { pictures, text, at })
    return pictures
  }
}

const previewOf = (
  { newsroom, origin, pictures }: Needs,
  { picture, language }: Article,
  find: FindPicture,
): Promise<PreviewPicture | null> | PreviewPicture => {
  const lead = picture ? find(picture.file) : 'unusable'
  return picture && typeof lead !== 'string'
    ? picturePreview(origin(), lead, picture.alt)
    : newsroomPreview(pictures, origin(), newsroom.name[language])
}

import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Language } from '../messages/messages.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { watchFolder } from '../platform/watch-folder.ts'
import type { Article } from './article.ts'
import { slugOf } from './article-file.ts'
import { type Folders, listArticleFolder, type ReadArticle, readArticle } from './article-folder-store.ts'
import type { NewsroomRules } from './front-matter/front-matter.ts'

export type ArticleStore = {
  find: (slug: string) => Article | null
  /** Newest first. */
  list: (language: Language) => readonly Article[]
  stop: () => Promise<void>
}

type Needs = { folders: Folders; rules: NewsroomRules; log: Log; checkEveryMs?: number }

type Held = {
  /** The size and time of the file that was read. */
  stamp: string
  hash: string
  /** The last good article. A file that never was good, and a draft, has none. */
  article: Article | null
}

/** Reads the Markdown files of a folder, and again when they change. Logs and skips a file with a mistake. */
export const openArticleStore = async (needs: Needs): Promise<ArticleStore> => {
  const { folders, rules, log } = needs
  const held = new Map<string, Held>()
  const named = new Set<string>()
  let bySlug = new Map<string, Article>()
  let lists = new Map<Language, readonly Article[]>()

  const read = async (file: string) => {
    const stamp = await stampOf(path.join(folders.articles, file))
    const before = held.get(file)
    if (stamp !== null && before?.stamp === stamp) return
    const found = stamp === null ? null : await readArticle(folders, file, rules)
    if (stamp === null || found === null) held.delete(file)
    else {
      if (found.hash !== before?.hash) logOutcome(log, file, found)
      held.set(file, { stamp, hash: found.hash, article: articleOf(found, before?.article ?? null) })
    }
  }
  const refresh = async () => {
    const { files, others } = await listArticleFolder(folders.articles)
    for (const { file, reason } of others) {
      if (!named.has(file)) log.warn('file beside the articles', { file, reason })
      named.add(file)
    }
    for (const file of files) await read(file)
    for (const file of held.keys()) if (!files.includes(file)) held.delete(file)
    bySlug = new Map([...held].flatMap(([file, { article }]) => (article ? [[slugOf(file), article]] : [])))
    lists = listsOf([...bySlug.values()], rules.languages)
  }
  const refreshInTurn = inTurn(refresh)
  // Watching starts before the first read, so that a file saved in between is not missed.
  const watched = await watchFolder({
    directory: folders.articles,
    component: 'articles',
    log,
    ...(needs.checkEveryMs === undefined ? {} : { checkEveryMs: needs.checkEveryMs }),
    onChange: (file) => {
      const before = file === null ? undefined : held.get(path.basename(file))
      if (before) before.stamp = ''
      // Until the folder is there again, its last articles are served.
      refreshInTurn().catch((error) => log.warn('articles not read again', errorFields(error)))
    },
  })
  await refreshInTurn().catch(async (error: unknown) => {
    await watched.stop()
    throw error
  })
  return {
    find: (slug) => bySlug.get(slug) ?? null,
    list: (language) => lists.get(language) ?? [],
    stop: watched.stop,
  }
}

const stampOf = (file: string): Promise<string | null> =>
  stat(file, { bigint: true }).then(
    ({ size, mtimeNs, ino }) => `${size} ${mtimeNs} ${ino}`,
    () => null,
  )

const articleOf = ({ parsed }: ReadArticle, lastGood: Article | null): Article | null => {
  if (!parsed.ok) return lastGood
  return parsed.isDraft ? null : parsed.article
}

const MOST_LINES = 20

/** Names all that a version of a file loses, once. */
const logOutcome = (log: Log, file: string, { parsed }: ReadArticle): void => {
  if (!parsed.ok) {
    log.warn('article file not read', { file, line: parsed.line, reason: parsed.reason })
    return
  }
  for (const { line, reason } of parsed.remarks.slice(0, MOST_LINES))
    log.warn('article loses something', { file, line, reason })
  const count = parsed.remarks.length - MOST_LINES
  if (count > 0) log.warn('article loses more, see check-articles', { file, count })
}

const listsOf = (articles: readonly Article[], languages: readonly Language[]) => {
  const newestFirst = articles.toSorted(
    (one, other) =>
      other.publishedAt.getTime() - one.publishedAt.getTime() || one.slug.localeCompare(other.slug),
  )
  return new Map(
    languages.map((language) => [language, newestFirst.filter((article) => article.language === language)]),
  )
}

/** Runs the work again if it was asked for while it ran, but never twice at a time. */
const inTurn = (work: () => Promise<void>): (() => Promise<void>) => {
  let last: Promise<unknown> = Promise.resolve()
  let waiting: Promise<void> | null = null
  return () => {
    waiting ??= last.then(() => {
      waiting = null
      return work()
    })
    last = waiting.catch(() => {})
    return waiting
  }
}

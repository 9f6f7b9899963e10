import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { watch } from 'chokidar'
import type { Language } from '../messages/messages.ts'
import { errorFields, type Log } from '../platform/log.ts'
import type { Article } from './article.ts'
import { parseArticle } from './article-file.ts'

export type ArticleStore = {
  find: (slug: string) => Article | null
  /** Newest first. */
  list: (language: Language) => readonly Article[]
  stop: () => Promise<void>
}

type Needs = { directory: string; sections: readonly string[]; languages: readonly Language[]; log: Log }

/** Reads the Markdown files of a directory, and again when they change. Logs and skips a file with a mistake. */
export const openArticleStore = async ({
  directory,
  sections,
  languages,
  log,
}: Needs): Promise<ArticleStore> => {
  const bySlug = new Map<string, Article>()
  const lists = new Map<Language, readonly Article[]>()
  const relist = () => {
    const newestFirst = [...bySlug.values()].sort(
      (one, other) =>
        other.publishedAt.getTime() - one.publishedAt.getTime() || one.slug.localeCompare(other.slug),
    )
    for (const language of languages) {
      lists.set(
        language,
        newestFirst.filter((article) => article.language === language),
      )
    }
  }
  const read = async (file: string) => {
    const slug = path.basename(file, '.md')
    const text = await readFile(path.join(directory, file), 'utf8').catch(() => null)
    const parsed = text === null ? null : parseArticle(slug, text, sections)
    if (parsed === null) bySlug.delete(slug)
    if (parsed?.ok) bySlug.set(slug, parsed.article)
    // A file with a mistake keeps its last good article. A file that never was good is not served.
    if (parsed?.ok === false)
      log.warn('article file not read', { file, line: parsed.line, reason: parsed.reason })
  }
  // Watching starts before the first read, so that a file saved in between is not missed.
  const watcher = watch(directory, {
    ignoreInitial: true,
    depth: 0,
    awaitWriteFinish: { stabilityThreshold: 60, pollInterval: 20 },
  })
  watcher.on('all', (_event, file) => {
    if (file.endsWith('.md')) void read(path.basename(file)).then(relist)
  })
  watcher.on('error', (error) => log.error('articles are not watched', errorFields(error)))
  const files = (await readdir(directory)).filter((file) => file.endsWith('.md'))
  for (const file of files) await read(file)
  relist()
  return {
    find: (slug) => bySlug.get(slug) ?? null,
    list: (language) => lists.get(language) ?? [],
    stop: () => watcher.close(),
  }
}

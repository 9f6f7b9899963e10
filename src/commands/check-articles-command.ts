import path from 'node:path'
import { Command } from 'commander'
import { listArticleFolder, readArticle } from '../articles/article-folder-store.ts'
import { readConfig } from '../config/config.ts'
import { readNewsroom } from '../web/page/newsroom.ts'
import type { Environment } from './opening.ts'
import { done, failed, type Outcome, type Report } from './outcome.ts'

const DESCRIPTION = [
  'Reads the articles of NEWSROOM_DIR as the server does. Names every file that is skipped and everything that is',
  'left out of an article, with file, line and what to write instead. Exit code 1 if there is anything to name.',
].join(' ')

export const checkArticlesCommand = (environment: Environment, report: Report): Command =>
  new Command('check-articles')
    .summary('names what articles lose, by file and line')
    .description(DESCRIPTION)
    .option('--newsroom <folder>', 'the folder with newsroom.yaml, instead of NEWSROOM_DIR')
    .action(async ({ newsroom }: { newsroom?: string }) => {
      // The folder and the time zone need no other setting, so a writer's computer needs none.
      const { NEWSROOM_DIR, TIME_ZONE } = environment
      const read = readConfig({ TIME_ZONE, NEWSROOM_DIR: newsroom ?? NEWSROOM_DIR }, { isServer: false })
      report(read.ok ? await checkArticles(read.config) : failed(read.mistakes.join('\n')))
    })

const checkArticles = async (config: { newsroomDir: string; timeZone: string }): Promise<Outcome> => {
  const { newsroomDir, timeZone } = config
  const newsroom = await readNewsroom(newsroomDir)
  const folders = {
    articles: path.join(newsroomDir, 'articles'),
    pictures: path.join(newsroomDir, 'pictures'),
  }
  const { files, others } = await listArticleFolder(folders.articles)
  const lines = others.map(({ file, reason }) => `articles/${file}: skipped: ${reason}`)
  let [served, drafts, skipped] = [0, 0, others.length]
  for (const file of files) {
    const found = await readArticle(folders, file, { ...newsroom, timeZone })
    if (found === null) continue
    const { parsed } = found
    if (!parsed.ok) {
      skipped += 1
      lines.push(`articles/${file}:${parsed.line}: skipped: ${parsed.reason}`)
      continue
    }
    if (parsed.isDraft) drafts += 1
    else served += 1
    lines.push(...parsed.remarks.map(({ line, reason }) => `articles/${file}:${line}: ${reason}`))
  }
  const sum = `Articles: ${served} served, ${drafts} drafts, ${skipped} skipped. To look at: ${lines.length}`
  return lines.length === 0 ? done(sum) : failed([...lines, sum].join('\n'))
}

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, test } from 'node:test'
import { openArticleStore } from '../../src/articles/article-store.ts'
import type { Log, LogFields } from '../../src/platform/log.ts'
import { type GivenDirectory, givenDirectory } from '../given/resources/directories.ts'
import { RULES } from './newsroom-rules.ts'

const article = (title: string, text = 'Text.') =>
  `---\ntitle: ${title}\nlanguage: en\nsection: life\nauthors: [Ann]\ndate: 2020-01-01\n---\n${text}\n`

type Line = { message: string } & LogFields

const givenLog = (): { log: Log; lines: Line[] } => {
  const lines: Line[] = []
  const write = (message: string, fields: LogFields = {}) => void lines.push({ message, ...fields })
  return { log: { info: write, warn: write, error: write }, lines }
}

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

const givenFolder = async (): Promise<GivenDirectory> => {
  const folder = await givenDirectory()
  opened.push(folder.remove)
  return folder
}

const open = async (newsroom: string) => {
  const { log, lines } = givenLog()
  const folders = { articles: path.join(newsroom, 'articles'), pictures: path.join(newsroom, 'pictures') }
  const store = await openArticleStore({ folders, rules: RULES, log, checkEveryMs: 50 })
  opened.push(store.stop)
  return { store, lines }
}

const write = async (folder: string, files: Record<string, string | Uint8Array>) => {
  await mkdir(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
}

/** Waits up to a minute until the assertion holds. */
const eventually = async (assertion: () => void): Promise<void> => {
  for (let tries = 1200; ; tries -= 1) {
    try {
      return assertion()
    } catch (error) {
      if (tries === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

test('the usual endings are served, and everything else in the folder is named once', async () => {
  const newsroom = await givenFolder()
  await write(path.join(newsroom.path, 'articles'), {
    'one.md': article('One'),
    'two.markdown': article('Two'),
    'three.mdown': article('Three'),
    'four.MD': article('Four'),
    'one.markdown': article('Other one'),
    'notes.docx': 'x',
    '.DS_Store': 'x',
    'win.md': Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xcf, 0xee, 0xf0]),
    'deep.md': article('Deep', '>'.repeat(5000)),
    'draft.md': article('Draft').replace('---\n', '---\ndraft: true\n'),
  })
  await mkdir(path.join(newsroom.path, 'articles', 'drafts'))
  const { store, lines } = await open(newsroom.path)
  const titles = store.list('en').map(({ title }) => title)
  assert.deepEqual(titles.sort(), ['Four', 'One', 'Three', 'Two'])
  const named = lines.map(({ message, file, line }) => `${message}: ${file} ${line ?? ''}`.trim())
  assert.deepEqual(named.sort(), [
    'article file not read: deep.md 8',
    'article file not read: win.md 2',
    'file beside the articles: drafts',
    'file beside the articles: notes.docx',
    'file beside the articles: one.markdown',
  ])
  await write(path.join(newsroom.path, 'articles'), { 'five.md': article('Five') })
  await eventually(() => assert.ok(store.find('five')))
  assert.equal(lines.length, 5, 'nothing is named again')
})

test('a link that leads nowhere, a link to a folder and a pipe are named, and keep nothing from being served', async () => {
  const newsroom = await givenFolder()
  const articles = path.join(newsroom.path, 'articles')
  await write(articles, { 'one.md': article('One') })
  await write(newsroom.path, { 'two.txt': article('Two') })
  await symlink(path.join(newsroom.path, 'two.txt'), path.join(articles, 'two.md'))
  await symlink(path.join(newsroom.path, 'gone.md'), path.join(articles, 'gone.md'))
  await symlink(newsroom.path, path.join(articles, 'folder.md'))
  execFileSync('mkfifo', [path.join(articles, 'pipe.md')])
  const { store, lines } = await open(newsroom.path)
  assert.deepEqual([store.find('one')?.title, store.find('two')?.title], ['One', 'Two'])
  assert.deepEqual(lines.map(({ file }) => file).sort(), ['folder.md', 'gone.md', 'pipe.md'])
})

test('what an article loses is named once for each version of its file', async () => {
  const newsroom = await givenFolder()
  const articles = path.join(newsroom.path, 'articles')
  await write(articles, { 'one.md': article('One', '<iframe></iframe>\n\n![A](x.jpg)\n![B](y.jpg)') })
  await write(path.join(newsroom.path, 'pictures'), { 'y.JPG': 'x' })
  const { store, lines } = await open(newsroom.path)
  const named = () => lines.map(({ file, line, reason }) => `${file}:${line} ${reason}`)
  assert.equal(named().length, 3)
  assert.match(named()[0] ?? '', /^one\.md:8 <iframe>/)
  assert.match(named()[1] ?? '', /^one\.md:10 the picture x\.jpg is not in the folder pictures: put/)
  assert.match(named()[2] ?? '', /^one\.md:11 .*write y\.JPG/)
  await write(articles, { 'one.md': article('Again', '<iframe></iframe>') })
  await eventually(() => assert.equal(store.find('one')?.title, 'Again'))
  assert.equal(lines.length, 4)
  await write(articles, { 'one.md': article('Again', '<iframe></iframe>'), 'two.md': article('Two') })
  await eventually(() => assert.ok(store.find('two')))
  assert.equal(lines.length, 4, 'the same version is not named again')
})

test('a file that became wrong keeps its last good article, one that became a draft does not', async () => {
  const newsroom = await givenFolder()
  const articles = path.join(newsroom.path, 'articles')
  await write(articles, { 'one.md': article('One'), 'two.md': article('Two') })
  const { store, lines } = await open(newsroom.path)
  await write(articles, {
    'one.md': 'rubbish',
    'two.md': article('Two').replace('---\n', '---\ndraft: true\n'),
  })
  await eventually(() => assert.equal(store.find('two'), null))
  await eventually(() => assert.ok(lines.some(({ file }) => file === 'one.md')))
  assert.equal(store.find('one')?.title, 'One')
})

test('the watch goes on after the folder is renamed and another takes its place', async () => {
  const newsroom = await givenFolder()
  const [articles, next] = ['articles', 'next'].map((name) => path.join(newsroom.path, name)) as [
    string,
    string,
  ]
  await write(articles, { 'one.md': article('One') })
  await write(next, { 'two.md': article('Two') })
  const { store, lines } = await open(newsroom.path)
  await rename(articles, `${articles}-old`)
  await eventually(() => assert.ok(lines.some(({ message }) => message.includes('the folder is gone'))))
  assert.ok(store.find('one'), 'the last articles are served meanwhile')
  await rename(next, articles)
  await eventually(() => assert.ok(store.find('two')))
  assert.equal(store.find('one'), null)
  await write(articles, { 'three.md': article('Three') })
  await eventually(() => assert.ok(store.find('three')))
  await rm(articles, { recursive: true })
  await write(articles, { 'four.md': article('Four') })
  await eventually(() => assert.deepEqual([store.find('four')?.title, store.find('three')], ['Four', null]))
  await write(articles, { 'five.md': article('Five') })
  await eventually(() => assert.ok(store.find('five')))
})

test('the watch follows a link that is switched to another release', async () => {
  const root = await givenFolder()
  const [first, second, current] = ['first', 'second', 'current'].map((name) =>
    path.join(root.path, name),
  ) as [string, string, string]
  await write(path.join(first, 'articles'), { 'one.md': article('One') })
  await write(path.join(second, 'articles'), { 'one.md': article('New one') })
  await symlink(first, current)
  const { store } = await open(current)
  assert.equal(store.find('one')?.title, 'One')
  await symlink(second, `${current}-new`)
  await rename(`${current}-new`, current)
  await eventually(() => assert.equal(store.find('one')?.title, 'New one'))
  await write(path.join(second, 'articles'), { 'two.md': article('Two') })
  await eventually(() => assert.ok(store.find('two')))
  await unlink(path.join(second, 'articles', 'two.md'))
  await eventually(() => assert.equal(store.find('two'), null))
})

test('a folder that is not there stops the start', async () => {
  const newsroom = await givenFolder()
  await assert.rejects(open(newsroom.path), /ENOENT/)
})

import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { isArticleFile, type ParsedArticle, parseArticle, slugOf } from './article-file.ts'
import type { Remark } from './front-matter/fields.ts'
import type { NewsroomRules } from './front-matter/front-matter.ts'
import { withinTime } from './within-time.ts'

export type Folders = { articles: string; pictures: string }

export type FolderListing = {
  /** Files of articles. Each slug has one. */
  files: string[]
  /** Everything else, with what to do about it. */
  others: { file: string; reason: string }[]
}

/** Lists the folder of articles. Rejects if it cannot be read. */
export const listArticleFolder = async (directory: string): Promise<FolderListing> => {
  const entries = (await readdir(directory, { withFileTypes: true }))
    .filter(({ name }) => !isHidden(name))
    .sort((one, other) => one.name.length - other.name.length || one.name.localeCompare(other.name))
  const files = new Map<string, string>()
  const others: FolderListing['others'] = []
  for (const entry of entries) {
    const file = entry.name
    const slug = slugOf(file)
    const first = files.get(slug)
    const problem = entry.isFile() ? null : await problemOf(path.join(directory, file))
    if (entry.isDirectory())
      others.push({ file, reason: 'folders are not read: move its articles out of it' })
    else if (!isArticleFile(file))
      others.push({ file, reason: 'not an article: the name ends in .md, .markdown or .mdown' })
    else if (problem) others.push({ file, reason: problem })
    else if (first)
      others.push({ file, reason: `${first} has the same address: give one of them another name` })
    else files.set(slug, file)
  }
  return { files: [...files.values()].sort(), others }
}

// A link may lead to a file. Reading a pipe or a device would never end.
const problemOf = async (file: string): Promise<string | null> => {
  const found = await stat(file).catch(() => null)
  if (found === null) return 'a link that leads nowhere: delete it, or put the file there'
  return found.isFile() ? null : 'neither a file nor a link to one: delete it'
}

// Systems and editors leave such files behind.
const isHidden = (name: string): boolean => /^[.#~]|~$|\.swp$/.test(name) || name === 'Thumbs.db'

export type ReadArticle = {
  /** Tells versions of the file apart. */
  hash: string
  parsed: ParsedArticle
}

/** Returns null if the file is gone. */
export const readArticle = async (
  folders: Folders,
  file: string,
  rules: NewsroomRules,
): Promise<ReadArticle | null> => {
  const bytes = await readFile(path.join(folders.articles, file)).catch(
    (error: NodeJS.ErrnoException) => error,
  )
  if (bytes instanceof Error) return bytes.code === 'ENOENT' ? null : unreadable(bytes)
  const hash = createHash('sha256').update(bytes).digest('base64')
  const parsed = parseSafely(file, bytes, rules)
  if (!parsed.ok || parsed.pictures.length === 0) return { hash, parsed }
  const missing = await missingPictures(folders.pictures, parsed)
  const remarks = [...parsed.remarks, ...missing].toSorted((one, other) => one.line - other.line)
  return { hash, parsed: { ...parsed, remarks } }
}

const unreadable = ({ code = 'unknown' }: NodeJS.ErrnoException): ReadArticle => {
  const reason = `the file cannot be opened (${code}): let the account that runs Mainstay read it`
  return { hash: code, parsed: { ok: false, line: 1, reason } }
}

// A long report takes half a second, on a busy machine five times as long. Meanwhile no page is served.
const LONGEST_PARSE_MS = 15_000

// One file must not keep the others from being served.
const parseSafely = (file: string, bytes: Uint8Array, rules: NewsroomRules): ParsedArticle => {
  try {
    return withinTime(LONGEST_PARSE_MS, () => parseArticle(file, bytes, rules)) ?? TOO_SLOW
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    return { ok: false, line: 1, reason: `the file cannot be read (${name}): write it more simply` }
  }
}

const TOO_SLOW: ParsedArticle = {
  ok: false,
  line: 1,
  reason: 'the text takes too long to read: look for thousands of equal signs in a row, or divide it',
}

const missingPictures = async (
  directory: string,
  { pictures }: ParsedArticle & { ok: true },
): Promise<Remark[]> => {
  const present = await readdir(directory).catch((): string[] => [])
  return pictures
    .filter(({ file }) => !present.includes(file))
    .map(({ line, file }) => {
      const alike = present.find((each) => each.toLowerCase() === file.toLowerCase())
      const advice = alike ? `write ${alike}, as the file is called` : 'put the file there'
      return { line, reason: `the picture ${file} is not in the folder pictures: ${advice}` }
    })
}

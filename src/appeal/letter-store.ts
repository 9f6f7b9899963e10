import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { watch } from 'chokidar'
import type { Language } from '../messages/messages.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type Letter, parseLetter } from './letter.ts'

export type LetterStore = { find: (language: Language) => Letter | null; stop: () => Promise<void> }

type Needs = { directory: string; languages: readonly Language[]; log: Log }

/** Reads the letters of NEWSROOM_DIR/appeal, one file for each language. A mistake keeps the last good letter. */
export const openLetterStore = async ({ directory, languages, log }: Needs): Promise<LetterStore> => {
  const letters = new Map<Language, Letter>()
  const read = async (language: Language) => {
    const file = `${language}.md`
    const text = await readFile(path.join(directory, file), 'utf8').catch(() => null)
    if (text === null) {
      letters.delete(language)
      return
    }
    const parsed = parseLetter(text)
    if (parsed.ok) letters.set(language, parsed.letter)
    else log.warn('letter not read', { file, reason: parsed.reason })
  }
  const watcher = watch(directory, {
    ignoreInitial: true,
    depth: 0,
    awaitWriteFinish: { stabilityThreshold: 60, pollInterval: 20 },
  })
  watcher.on('all', (_event, file) => {
    const language = languages.find((each) => path.basename(file) === `${each}.md`)
    if (language) void read(language)
  })
  watcher.on('error', (error) => log.error('letters are not watched', errorFields(error)))
  for (const language of languages) await read(language)
  return { find: (language) => letters.get(language) ?? null, stop: () => watcher.close() }
}

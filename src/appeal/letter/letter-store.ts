import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Language } from '../../messages/messages.ts'
import type { Log } from '../../platform/log.ts'
import { watchFolder } from '../../platform/watch-folder.ts'
import { renderMarkdown } from '../../web/page/markdown.ts'
import { type Letter, parseLetter } from './letter.ts'

export type LetterStore = {
  find: (language: Language) => Letter | null
  /** Returns the newsroom's thanks as sanitized HTML. Null: it wrote none. */
  findThanks: (language: Language) => string | null
  stop: () => Promise<void>
}

type Needs = { directory: string; languages: readonly Language[]; log: Log }

/** The name of the file with the thanks, such as `thanks-en.md`. */
const thanksFile = (language: Language): string => `thanks-${language}.md`

/**
 * Reads the letters and the thanks of NEWSROOM_DIR/appeal, one file each for each language. A mistake keeps the last
 * good letter.
 */
export const openLetterStore = async ({ directory, languages, log }: Needs): Promise<LetterStore> => {
  const letters = new Map<Language, Letter>()
  const thanks = new Map<Language, string>()
  const read = async (language: Language) => {
    const file = `${language}.md`
    const text = await readFile(path.join(directory, file), 'utf8').catch(() => null)
    if (text === null) {
      letters.delete(language)
      return
    }
    const parsed = parseLetter(text, language)
    if (parsed.ok) letters.set(language, parsed.letter)
    else log.warn('letter not read', { file, reason: parsed.reason })
  }
  const readThanks = async (language: Language) => {
    const text = await readFile(path.join(directory, thanksFile(language)), 'utf8').catch(() => '')
    thanks.set(language, renderMarkdown(text.trim(), language))
  }
  const watched = await watchFolder({
    directory,
    component: 'appeal',
    log,
    onChange: (file) => {
      for (const language of languages) {
        if (file === null || path.basename(file) === `${language}.md`) void read(language)
        if (file === null || path.basename(file) === thanksFile(language)) void readThanks(language)
      }
    },
  })
  for (const language of languages) {
    await read(language)
    await readThanks(language)
  }
  return {
    find: (language) => letters.get(language) ?? null,
    findThanks: (language) => thanks.get(language) || null,
    stop: watched.stop,
  }
}

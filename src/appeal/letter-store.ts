import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Language } from '../messages/messages.ts'
import type { Log } from '../platform/log.ts'
import { watchFolder } from '../platform/watch-folder.ts'
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
  const watched = await watchFolder({
    directory,
    component: 'appeal',
    log,
    onChange: (file) => {
      for (const language of languages)
        if (file === null || path.basename(file) === `${language}.md`) void read(language)
    },
  })
  for (const language of languages) await read(language)
  return { find: (language) => letters.get(language) ?? null, stop: watched.stop }
}

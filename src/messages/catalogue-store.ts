import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder with one JSON file a language. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url))

const ENDING = '.json'

/** Reads each language's file: its texts by their keys. English comes first, the others by their codes. */
export const readCatalogues = (): Map<string, Record<string, string>> => {
  const languages = readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort((one, other) => Number(other === 'en') - Number(one === 'en') || one.localeCompare(other))
  const read = (language: string) => readFileSync(`${FOLDER}${language}${ENDING}`, 'utf8')
  return new Map(languages.map((language) => [language, JSON.parse(read(language))]))
}

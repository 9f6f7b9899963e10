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
  return new Map(languages.map((language) => [language, readCatalogue(`${FOLDER}${language}${ENDING}`)]))
}

const readCatalogue = (file: string): Record<string, string> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : 'cannot be read'}`, { cause: error })
  }
}

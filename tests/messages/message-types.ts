import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { projectFile } from '../../src/platform/project-files.ts'

const FOLDER = projectFile('src', 'messages')

type Argument = 'number' | 'string | number'

/** Returns the arguments of an ICU text and their types. */
export const argumentsOf = (text: string): Map<string, Argument> => {
  const found = new Map<string, Argument>()
  const visit = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.argument && !found.has(element.value))
        found.set(element.value, 'string | number')
      if (element.type === TYPE.number || element.type === TYPE.plural) found.set(element.value, 'number')
      if (element.type === TYPE.select) found.set(element.value, 'string | number')
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value)
    }
  }
  visit(parse(text))
  return found
}

// A line of more than 110 characters is broken, as the formatter does.
const memberOf = (key: string, text: string): string => {
  const members = [...argumentsOf(text)].map(([name, type]) => `${name}: ${type}`)
  const line = `  '${key}': ${members.length === 0 ? 'null' : `{ ${members.join('; ')} }`}`
  if (line.length <= 110) return line
  return [`  '${key}': {`, ...members.map((each) => `    ${each}`), '  }'].join('\n')
}

/** Returns the source of src/messages/message-types.ts: the languages found, and the arguments of each message. */
export const messageTypes = (): string => {
  const languages = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file, '.json'))
    .sort()
  const en = JSON.parse(readFileSync(path.join(FOLDER, 'en.json'), 'utf8')) as Record<string, string>
  return `// Written by "npm run messages" from the JSON files beside it.

export type Language = ${languages.map((language) => `'${language}'`).join(' | ')}

/** The arguments of each message; null if it has none. */
export type MessageArguments = {
${Object.entries(en)
  .map(([key, text]) => memberOf(key, text))
  .join('\n')}
}
`
}

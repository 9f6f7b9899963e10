import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

// The same file runs from src/ and from dist/, so the root is looked for rather than counted up to.
const rootAbove = (directory: string): string =>
  existsSync(path.join(directory, 'package.json')) ? directory : rootAbove(path.dirname(directory))

const root = rootAbove(path.dirname(fileURLToPath(import.meta.url)))

/** The absolute path of something that ships with the program: fonts, the sample newsroom. */
export const projectFile = (...parts: string[]): string => path.join(root, ...parts)

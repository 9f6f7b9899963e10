import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

// The same file runs from src/ and from dist/, so the root is searched for.
const rootAbove = (directory: string): string =>
  existsSync(path.join(directory, 'package.json')) ? directory : rootAbove(path.dirname(directory))

const root = rootAbove(path.dirname(fileURLToPath(import.meta.url)))

/** Returns the absolute path of a file that ships with the program: fonts, the sample newsroom. */
export const projectFile = (...segments: string[]): string => path.join(root, ...segments)

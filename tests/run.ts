import { isDeepOnly, isLane, laneOf, testFiles } from './running/lanes.ts'
import { runAll } from './running/run-all.ts'

const isNamed = (file: string, word: string): boolean =>
  isLane(word) ? laneOf(file) === word && !isDeepOnly(file) : file.includes(word)

/**
 * Returns the files of the named lanes and files whose names contain the words. Without words, returns all.
 */
const selectFiles = (words: readonly string[]): string[] => {
  const files = testFiles()
  if (words.length === 0) return files.filter((file) => !isDeepOnly(file))
  const named = words.map((word) => files.filter((file) => isNamed(file, word)))
  const unmatched = words.filter((_word, index) => named[index]?.length === 0)
  if (unmatched.length > 0) throw new Error(`No test file has such a name: ${unmatched.join(', ')}`)
  return files.filter((file) => words.some((word) => isNamed(file, word)))
}

const words = process.argv.slice(2)
try {
  const runs = selectFiles(words).map((file) => ({ file, env: {} }))
  process.exitCode = (await runAll(runs, { isByName: words.length > 0 })) ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

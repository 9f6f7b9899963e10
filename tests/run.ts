import { isLane, laneOf, testFiles } from './running/lanes.ts'
import { runAll } from './running/run-all.ts'

/** Files of the named lanes, and files whose names contain the words; all without any. */
const chosenBy = (words: readonly string[]): string[] => {
  if (words.length === 0) return testFiles()
  return testFiles().filter((file) =>
    words.some((word) => (isLane(word) ? laneOf(file) === word : file.includes(word))),
  )
}

const words = process.argv.slice(2)
try {
  const runs = chosenBy(words).map((file) => ({ file, env: {} }))
  process.exitCode = (await runAll(runs, { isByName: words.length > 0 })) ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

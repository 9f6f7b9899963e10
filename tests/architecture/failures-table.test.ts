import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'

const ROW = /^\| ([FS][^|]*?) \| [^|]* \| (.*) \|$/gm
const NOT_HERE = /^(not applicable|comes with)/

/** Returns the numbers in the titles of a file's tests: `F#3`, `S2`. */
const namedIn = (source: string): Set<string> => {
  const titles = [...source.matchAll(/^\s*(?:test|describe\w*)\(\s*(['`])(.*?)\1,/gms)].map(
    ([, , title = '']) => title,
  )
  return new Set(
    titles.flatMap((title) => [
      ...[...title.matchAll(/F#\d+/g)].map(([name]) => name),
      ...[...title.matchAll(/scenarios? ((?:\d+(?:, | and )?)+)/g)].flatMap(([, numbers = '']) =>
        [...numbers.matchAll(/\d+/g)].map(([number]) => `S${number}`),
      ),
    ]),
  )
}

describe('the table of failures is correct', () => {
  const table = readFileSync(projectFile('docs/failures.md'), 'utf8')
  const rows = [...table.matchAll(ROW)].map(([, names = '', coveredBy = '']) => ({
    names: names.split(', '),
    coveredBy,
  }))

  test('it contains all twenty-five scenarios', () => {
    const scenarios = rows.flatMap(({ names }) => names).filter((name) => name.startsWith('S'))
    assert.deepEqual(
      Array.from({ length: 25 }, (_, index) => `S${index + 1}`).filter((name) => !scenarios.includes(name)),
      [],
    )
  })

  for (const { names, coveredBy } of rows) {
    test(`${names.join(', ')}: ${coveredBy}`, () => {
      if (NOT_HERE.test(coveredBy)) return
      const [, file = ''] = /`([^`]+)`/.exec(coveredBy) ?? []
      const path = projectFile(
        file.startsWith('stripe-sandbox/') ? `${file}.test.ts` : `tests/${file}.test.ts`,
      )
      assert.ok(existsSync(path), `there is no ${path}`)
      const named = namedIn(readFileSync(path, 'utf8'))
      assert.deepEqual(
        names.filter((name) => !named.has(name)),
        [],
        `${file} has no test that names it`,
      )
    })
  }
})

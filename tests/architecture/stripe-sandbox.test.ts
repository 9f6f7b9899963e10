import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'

const MOST_FILES = 15

const filesBelow = (folder: string): string[] =>
  readdirSync(projectFile(folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, ...file.split(path.sep)))
    .filter((file) => /\.tsx?$/.test(file))

const sources = filesBelow('stripe-sandbox/src')
const tests = filesBelow('stripe-sandbox/tests')

/** The relative imports of a file, as paths from the project's root. */
const importsOf = (file: string): string[] =>
  [...readFileSync(projectFile(file), 'utf8').matchAll(/\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g)].map(
    ([, named, called]) => path.posix.join(path.posix.dirname(file), named ?? called ?? ''),
  )

test('the Stripe sandbox and its tests import nothing of Mainstay', () => {
  const broken = [...sources, ...tests].flatMap((file) =>
    importsOf(file)
      .filter((to) => !to.startsWith('stripe-sandbox/'))
      .map((to) => `${file} -> ${to}`),
  )
  assert.deepEqual(broken, [])
})

test('a folder of the Stripe sandbox has at most 15 files', () => {
  const counts = new Map<string, number>()
  for (const file of [...sources, ...tests])
    counts.set(path.posix.dirname(file), (counts.get(path.posix.dirname(file)) ?? 0) + 1)
  assert.deepEqual(
    [...counts].filter(([, count]) => count > MOST_FILES),
    [],
  )
})

test('folders of the Stripe sandbox do not import each other in a circle', () => {
  const edges = new Map<string, Set<string>>()
  for (const file of sources) {
    const from = path.posix.dirname(file)
    const targets = edges.get(from) ?? new Set<string>()
    for (const to of importsOf(file).map((each) => path.posix.dirname(each))) if (to !== from) targets.add(to)
    edges.set(from, targets)
  }
  const done = new Set<string>()
  const visit = (folder: string, trail: string[]): void => {
    if (trail.includes(folder)) assert.fail(`circle: ${[...trail, folder].join(' -> ')}`)
    if (done.has(folder)) return
    for (const next of edges.get(folder) ?? []) visit(next, [...trail, folder])
    done.add(folder)
  }
  for (const folder of edges.keys()) visit(folder, [])
})

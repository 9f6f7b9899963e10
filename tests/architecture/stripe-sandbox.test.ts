import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'

const filesBelow = (folder: string): string[] =>
  readdirSync(projectFile(folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, ...file.split(path.sep)))
    .filter((file) => /\.tsx?$/.test(file))

const files = [...filesBelow('stripe-sandbox/src'), ...filesBelow('stripe-sandbox/tests')]

/** Returns the relative imports of a file as paths from the project's root. */
const importsOf = (file: string): string[] =>
  [...readFileSync(projectFile(file), 'utf8').matchAll(/\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g)].map(
    ([, named, called]) => path.posix.join(path.posix.dirname(file), named ?? called ?? ''),
  )

test('the Stripe sandbox and its tests import nothing of Mainstay', () => {
  const broken = files.flatMap((file) =>
    importsOf(file)
      .filter((to) => !to.startsWith('stripe-sandbox/'))
      .map((to) => `${file} -> ${to}`),
  )
  assert.deepEqual(broken, [])
})

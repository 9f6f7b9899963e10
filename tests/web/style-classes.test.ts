import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'

const filesBelow = (folder: string, ending: RegExp): string[] =>
  readdirSync(projectFile(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => readFileSync(projectFile(folder, file), 'utf8'))

test('every class of the style sheets is used by a page or a script', () => {
  const styles = filesBelow('src/web/browser', /\.css$/)
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\/|url\([^)]*\)/g, '')
  const classes = new Set([...styles.matchAll(/\.([a-z][\w-]*)/g)].map(([, name = '']) => name))
  const views = filesBelow('src', /\.(tsx?|js)$/).join('\n')
  const isUsed = (name: string): boolean => {
    const prefix = name.replace(/-[^-]+$/, '-')
    return new RegExp(`['"\` ]${name}['"\` ]`).test(views) || views.includes(`${prefix}\${`)
  }
  assert.ok(classes.size > 50)
  assert.deepEqual(
    [...classes].filter((name) => !isUsed(name)),
    [],
  )
})

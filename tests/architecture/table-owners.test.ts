import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'
import { EXCEPTIONS, TABLES, VIEWS } from './table-owners.ts'

const MIGRATIONS = projectFile('src', 'platform', 'database', 'migrations')

const schema = [
  ...readdirSync(MIGRATIONS)
    .sort()
    .map((name) => readFileSync(path.join(MIGRATIONS, name), 'utf8')),
  readFileSync(projectFile('src', 'platform', 'database', 'migrate.ts'), 'utf8'),
].join('\n')

/** Lists the tables or views that a migration created and no later one dropped. */
const created = (kind: 'table' | 'view'): string[] => {
  const names = new Set<string>()
  const statements = schema.matchAll(new RegExp(`(create|drop) ${kind} (?:if (?:not )?exists )?(\\w+)`, 'g'))
  for (const [, verb, name = ''] of statements) {
    if (verb === 'create') names.add(name)
    else names.delete(name)
  }
  return [...names]
}

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')

// Messages are words for people. The sandbox is a program of its own without a database.
const sources = readdirSync(projectFile('src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.tsx?$/.test(file) && !/^(messages|sandbox)\//.test(file))
  .map((file) => ({ file, text: withoutComments(readFileSync(projectFile('src', file), 'utf8')) }))

/** A name of one word is also an English word, so it counts only where SQL names a table. */
const mentions = (name: string): RegExp =>
  name.includes('_')
    ? new RegExp(`\\b${name}\\b`)
    : new RegExp(
        `\\b(?:from|join|into|update|using|table|truncate)\\s+(?:only\\s+)?${name}\\b|,\\s*${name}\\s+[a-z]\\w*\\s*(?:[,)\`]|\\b(?:where|join|left|order|group)\\b)`,
        'i',
      )

const writes = (name: string): RegExp =>
  new RegExp(`\\b(?:insert\\s+into|update|delete\\s+from)\\s+${name}\\b`, 'i')

const domainOf = (file: string): string => file.split('/')[0] ?? ''
const namedIn = (names: readonly string[], text: string): string[] =>
  names.filter((name) => mentions(name).test(text))

/** Each use of a table or view outside its owner, as `file table`. */
const foreignUses = sources.flatMap(({ file, text }) =>
  namedIn(Object.keys(TABLES), text)
    .filter((table) => domainOf(TABLES[table] ?? '') !== domainOf(file))
    .map((table) => ({ file, table })),
)

test('every table and every view has one owner, which is a folder of src', () => {
  assert.deepEqual(created('table').sort(), Object.keys(TABLES).sort())
  assert.deepEqual(created('view').sort(), Object.keys(VIEWS).sort())
  const folders = new Set(sources.map(({ file }) => path.posix.dirname(file)))
  const owners = [...Object.values(TABLES), ...Object.values(VIEWS).map(({ owner }) => owner)]
  assert.deepEqual(
    owners.filter((owner) => !folders.has(owner)),
    [],
  )
})

test('SQL names only tables of its own domain folder, except where an exception says so', () => {
  const broken = foreignUses.filter(({ file, table }) => {
    const allowed = EXCEPTIONS[file] ?? []
    return allowed !== 'all' && !allowed.includes(table)
  })
  assert.deepEqual(
    broken.map(({ file, table }) => `${file} names ${table} of ${TABLES[table]}`),
    [],
    'ask the owner for a function, or read a view that it publishes',
  )
})

test('every exception is used', () => {
  const idle = Object.entries(EXCEPTIONS).flatMap(([file, tables]) => {
    const used = foreignUses.filter((use) => use.file === file).map(({ table }) => table)
    if (tables === 'all') return used.length > 0 ? [] : [file]
    return tables.filter((table) => !used.includes(table)).map((table) => `${file} ${table}`)
  })
  assert.deepEqual(idle, [])
})

test('views are read by their owner and by the folders they are published to, and by no other', () => {
  const uses = sources.flatMap(({ file, text }) =>
    namedIn(Object.keys(VIEWS), text).map((view) => ({ view, folder: domainOf(file) })),
  )
  for (const [view, { owner, readers = [] }] of Object.entries(VIEWS)) {
    const others = uses.filter((use) => use.view === view && use.folder !== domainOf(owner))
    assert.deepEqual([...new Set(others.map(({ folder }) => folder))].sort(), [...readers].sort(), view)
  }
})

test('a view is written to only by the folder that is named as its writer', () => {
  const broken = sources.flatMap(({ file, text }) =>
    Object.entries(VIEWS)
      .filter(([view, { writer }]) => writes(view).test(text) && domainOf(file) !== writer)
      .map(([view]) => `${file} writes ${view}`),
  )
  assert.deepEqual(broken, [])
})

test('uses of tables are found in SQL and nowhere else', () => {
  const found = (text: string): string[] => namedIn(Object.keys(TABLES), withoutComments(text))
  assert.deepEqual(found('`delete from supporter_readers r using supporters s where true`'), [
    'supporters',
    'supporter_readers',
  ])
  assert.deepEqual(found('`select 1 from stripe_refunds r, mails m`'), ['stripe_refunds', 'mails'])
  assert.deepEqual(found("const staff = { checkouts, supporters }; import { mails } from './mails.ts'"), [])
  assert.deepEqual(found('// from supporters\n/** Reads stripe_charges. */\n'), [])
})

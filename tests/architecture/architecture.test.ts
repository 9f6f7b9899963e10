import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'
import { projectFile } from '../../src/platform/project-files.ts'

type Import = { from: string; to: string }

const SANDBOX = 'stripe-sandbox/src'

const sourcesBelow = (folder: string): string[] =>
  readdirSync(projectFile(folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.tsx?$/.test(file))

/**
 * Lists Mainstay's files relative to `src`, and the Stripe sandbox's files relative to the project's root.
 */
const sources = [...sourcesBelow('src'), ...sourcesBelow(SANDBOX).map((file) => `${SANDBOX}/${file}`)]

const findAddress = (file: string): string => projectFile(file.startsWith(SANDBOX) ? file : `src/${file}`)

/** Returns the real import graph including types. esbuild drops type-only imports, so both are read. */
const graph = async (): Promise<Import[]> => {
  const result = await build({
    entryPoints: sources.map(findAddress),
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'unused',
    platform: 'node',
    format: 'esm',
    packages: 'external',
    absWorkingDir: projectFile(),
    logLevel: 'silent',
  })
  const runtime = Object.entries(result.metafile.inputs).flatMap(([from, { imports }]) =>
    imports.map((each) => ({ from: from.replace(/^src\//, ''), to: each.path.replace(/^src\//, '') })),
  )
  return [...runtime, ...typeImports()]
}

const texts = new Map(sources.map((file) => [file, readFileSync(findAddress(file), 'utf8')]))
const textOf = (file: string): string => texts.get(file) ?? ''

const typeImports = (): Import[] =>
  sources.flatMap((from) => {
    const text = textOf(from)
    return [...text.matchAll(/^import type [^'"]*from '([^']+)'/gm)].map(([, to = '']) => ({
      from,
      to: to.startsWith('.') ? path.posix.join(path.posix.dirname(from), to) : to,
    }))
  })

const FEATURES = [
  'articles',
  'appeal',
  'snooze',
  'readers',
  'checkout',
  'supporters',
  'billing',
  'staff',
  'reports',
  'first-run',
  'campaigns',
]
const MAY_SEE: Record<string, string[]> = {
  articles: ['appeal', 'readers', 'snooze'],
  appeal: ['snooze', 'readers', 'billing'],
  snooze: ['readers'],
  readers: [],
  checkout: ['billing', 'readers', 'appeal'],
  supporters: ['billing', 'staff', 'readers'],
  billing: ['readers', 'staff'],
  staff: [],
  'first-run': [],
  campaigns: ['appeal', 'snooze', 'staff'],
  reports: ['billing', 'appeal', 'snooze', 'staff'],
}
const EDGE =
  /-(routes|store|gateway|action|job)\.tsx?$|^(readers\/identify-reader|staff\/staff-session|staff\/password)\.ts$/
const VIEW = /-(page|panel|mail|frame|chart|card)\.tsx$/
const OUTSIDE = /^(app|config|platform|web|stripe-sandbox|commands|[\w-]+\.ts)/

const folderOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '')
const isLocal = (file: string): boolean => sources.includes(file)

const imports = await graph()
const typeOnly = new Set(typeImports().map(({ from, to }) => `${from} ${to}`))
const isTypeOnly = ({ from, to }: Import): boolean => typeOnly.has(`${from} ${to}`)
const local = imports.filter((each) => isLocal(each.to))
const foreign = imports.filter((each) => !isLocal(each.to))
const show = (broken: Import[]): string[] => [...new Set(broken.map(({ from, to }) => `${from} -> ${to}`))]

test('features import only the features that the architecture allows', () => {
  const broken = local.filter(({ from, to }) => {
    const [here, there] = [folderOf(from), folderOf(to)]
    if (!FEATURES.includes(here) || !FEATURES.includes(there) || here === there) return false
    return !(MAY_SEE[here] ?? []).includes(there)
  })
  assert.deepEqual(show(broken), [])
})

test('I/O of another feature is passed as an argument, never imported', () => {
  const values = local.filter((each) => !isTypeOnly(each))
  const broken = values.filter(
    ({ from, to }) =>
      folderOf(from) !== folderOf(to) &&
      FEATURES.includes(folderOf(from)) &&
      FEATURES.includes(folderOf(to)) &&
      EDGE.test(to),
  )
  assert.deepEqual(show(broken), [])
})

test('money and messages are leaves; web imports platform and no feature; platform imports nothing', () => {
  const lower: Record<string, string[]> = {
    money: [],
    messages: ['money'],
    web: ['platform', 'messages', 'money'],
    platform: [],
    'stripe-sandbox': [],
  }
  const broken = local.filter(({ from, to }) => {
    const allowed = lower[folderOf(from)]
    return allowed !== undefined && folderOf(to) !== folderOf(from) && !allowed.includes(folderOf(to))
  })
  assert.deepEqual(show(broken), [])
})

test('only the composition and the commands import the composition', () => {
  const broken = local.filter(
    ({ from, to }) => folderOf(to) === 'app' && !['', 'app', 'commands'].includes(folderOf(from)),
  )
  assert.deepEqual(show(broken), [])
})

test('express stays in routes, middleware, web and the composition root', () => {
  const broken = foreign.filter(
    ({ from, to }) =>
      to === 'express' &&
      !/^(app|web|stripe-sandbox)\/|-routes\.tsx?$|^(\w+)\/\2\.ts$|^readers\/identify-reader\.ts$|\/(supporter|staff)-session\.ts$|-cookie\.ts$/.test(
        from,
      ),
  )
  assert.deepEqual(show(broken), [])
})

test('drivers stay in platform, and the Stripe client in its gateway', () => {
  const values = foreign.filter((each) => !isTypeOnly(each))
  const broken = values.filter(({ from, to }) => {
    if (['pg', 'ioredis', '@electric-sql/pglite'].includes(to)) return folderOf(from) !== 'platform'
    return to === 'stripe' && from !== 'billing/stripe/stripe-gateway.ts'
  })
  assert.deepEqual(show(broken), [])
})

test('the environment is read in main, cli and the sandbox program only', () => {
  const readers = sources.filter((file) => /process\.env/.test(textOf(file)))
  assert.deepEqual(readers.sort(), ['cli.ts', 'main.ts', 'stripe-sandbox/src/main.ts'])
})

test('pure files have no clock, no randomness and no I/O', () => {
  const pure = sources.filter((file) => !EDGE.test(file) && !VIEW.test(file) && !OUTSIDE.test(file))
  assert.ok(pure.length > 15)
  const impure = pure.filter((file) => {
    const text = textOf(file)
    return /\bnew Date\(\)|Date\.now\(|Math\.random\(|process\.|from 'node:(fs|http|net|child_process)/.test(
      text,
    )
  })
  assert.deepEqual(impure, [])
})

const assertAcyclic = (imported: Import[]): void => {
  const edges = new Map<string, Set<string>>()
  for (const { from, to } of imported) edges.set(from, (edges.get(from) ?? new Set()).add(to))
  const done = new Set<string>()
  const visit = (file: string, trail: string[]): void => {
    if (trail.includes(file)) assert.fail(`cycle: ${[...trail, file].join(' -> ')}`)
    if (done.has(file)) return
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file])
    done.add(file)
  }
  for (const file of edges.keys()) visit(file, [])
}

test('files import each other in one direction', () => assertAcyclic(local))

test('folders import each other in one direction', () =>
  assertAcyclic(
    local
      .map(({ from, to }) => ({ from: path.posix.dirname(from), to: path.posix.dirname(to) }))
      .filter(({ from, to }) => from !== to),
  ))

test('a folder holds at most 15 files', () => {
  const counts = new Map<string, number>()
  for (const file of sources) {
    const folder = path.posix.dirname(file)
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  const full = [...counts].filter(([, count]) => count > 15)
  assert.deepEqual(full, [])
})

test('the database or transaction is always the first parameter', () => {
  const broken = sources.filter((file) => /,\s*\w+: (?:Database|Queryable|Transaction)\b/.test(textOf(file)))
  assert.deepEqual(broken, [])
})

test('files stay within 200 lines', () => {
  const long = sources
    .filter((file) => !file.startsWith('messages/'))
    .map((file) => ({ file, lines: textOf(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 200)
  assert.deepEqual(long, [])
})

test('raw HTML is in one place', () => {
  const raw = sources.filter((file) => textOf(file).includes('dangerouslySetInnerHTML'))
  assert.deepEqual(raw, ['web/page/sanitised.tsx'])
})

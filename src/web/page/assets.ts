import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { projectFile } from '../../platform/project-files.ts'
import { Refusal } from '../refusal.ts'
import type { Handler } from '../route.ts'
import { pathPart } from '../route.ts'

type Asset = { type: string; bytes: Buffer; brotli: Buffer | null; gzip: Buffer | null }

const FONTS = {
  'serif-latin.woff2': ['source-serif-4', 'source-serif-4-latin-wght-normal.woff2'],
  'serif-cyrillic.woff2': ['source-serif-4', 'source-serif-4-cyrillic-wght-normal.woff2'],
  'sans-latin.woff2': ['source-sans-3', 'source-sans-3-latin-wght-normal.woff2'],
  'sans-cyrillic.woff2': ['source-sans-3', 'source-sans-3-cyrillic-wght-normal.woff2'],
} as const

const TEXTS = {
  'style.css': 'text/css',
  'staff.css': 'text/css',
  'account.css': 'text/css',
  'first-run.css': 'text/css',
  'support.js': 'text/javascript',
  'focus.js': 'text/javascript',
  'appeal.js': 'text/javascript',
  'bar.js': 'text/javascript',
  'plots.js': 'text/javascript',
} as const

export type AssetName = keyof typeof FONTS | keyof typeof TEXTS

const assets = new Map<string, Asset>()
const paths = new Map<AssetName, string>()

// Names a file by its content. Browsers may cache it for ever and see a new release at once.
const register = (name: AssetName, asset: Asset): void => {
  const digest = createHash('sha256').update(asset.bytes).digest('hex').slice(0, 10)
  const file = name.replace('.', `.${digest}.`)
  assets.set(file, asset)
  paths.set(name, `/assets/${file}`)
}

const loadAll = (): void => {
  for (const [name, [family, file]] of Object.entries(FONTS) as [
    keyof typeof FONTS,
    readonly [string, string],
  ][]) {
    const bytes = readFileSync(projectFile('node_modules', '@fontsource-variable', family, 'files', file))
    register(name, { type: 'font/woff2', bytes, brotli: null, gzip: null })
  }
  for (const [name, type] of Object.entries(TEXTS) as [keyof typeof TEXTS, string][]) {
    const file = readFileSync(new URL(`../browser/${name}`, import.meta.url), 'utf8')
    // Comments would be a fifth of what a page may have of scripts.
    const source = type === 'text/javascript' ? file.replace(/^ *\/\/.*\n/gm, '') : file
    // Style sheets refer to fonts by their original names.
    const text = source.replaceAll(
      /url\(["']([\w-]+\.woff2)["']\)/g,
      (_whole, font: AssetName) => `url('${assetPath(font)}')`,
    )
    const bytes = Buffer.from(text)
    register(name, {
      type: `${type}; charset=utf-8`,
      bytes,
      brotli: brotliCompressSync(bytes),
      gzip: gzipSync(bytes),
    })
  }
}

/** Returns the path of a file that ships with the program. */
export const assetPath = (name: AssetName): string => {
  if (paths.size === 0) loadAll()
  const path = paths.get(name)
  if (path === undefined) throw new Error(`There is no asset ${name}`)
  return path
}

export const serveAsset: Handler = (request, response) => {
  if (paths.size === 0) loadAll()
  const asset = assets.get(pathPart(request, 'file'))
  if (!asset) throw new Refusal('not-found')
  response.set('cache-control', 'public, max-age=31536000, immutable').type(asset.type)
  const encoding = asset.brotli && request.acceptsEncodings('br', 'gzip', 'identity')
  if (asset.brotli) response.vary('accept-encoding')
  if (encoding === 'br' || encoding === 'gzip') {
    response.set('content-encoding', encoding).send(encoding === 'br' ? asset.brotli : asset.gzip)
  } else response.send(asset.bytes)
}

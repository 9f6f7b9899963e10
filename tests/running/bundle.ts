import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Loader, type Plugin } from 'esbuild'
import { projectFile } from '../../src/platform/project-files.ts'

export type Bundle = {
  /** Returns the compiled program of a file, named relative to the project's root. */
  programOf: (file: string) => string
  /** Creates one program that runs several files one after another. */
  programOfAll: (name: string, files: readonly string[]) => Promise<string>
  remove: () => Promise<void>
}

/** Compiles the files once for all processes. Shared modules are compiled once. */
export const bundle = async (files: readonly string[]): Promise<Bundle> => {
  // Below node_modules, imports of packages and project files resolve as from the source.
  const cache = projectFile('node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const directory = await mkdtemp(path.join(cache, 'mainstay-tests-'))
  const remove = () => rm(directory, { recursive: true, force: true })
  const building = build({
    entryPoints: files.map((file) => projectFile(file)),
    outdir: directory,
    outbase: projectFile(),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    plugins: [KEEP_URLS],
    absWorkingDir: projectFile(),
    logLevel: 'warning',
  })
  await building.catch(async (error) => {
    await remove()
    throw error
  })
  const programOf = (file: string) => path.join(directory, file.replace(/\.tsx?$/, '.mjs'))
  return {
    programOf,
    programOfAll: async (name, all) => {
      const program = path.join(directory, `${name}.mjs`)
      const imports = all.map(
        (file) => `await import(${JSON.stringify(pathToFileURL(programOf(file)).href)})`,
      )
      await writeFile(program, imports.join('\n'))
      return program
    },
    remove,
  }
}

/** Keeps `import.meta.url` as in the source, so that files find their neighbours. */
const KEEP_URLS: Plugin = {
  name: 'keep-addresses',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/(src|tests)\/.*\.tsx?$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8')
      if (!source.includes('import.meta.url')) return null
      const contents = source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
      return { contents, loader: path.extname(file).slice(1) as Loader }
    })
  },
}

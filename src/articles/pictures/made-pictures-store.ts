import { randomUUID } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PictureFacts } from './picture.ts'

/** Forms of pictures in files named by content. A deleted file is made again. */
export type MadePictures = {
  find: (name: string) => Promise<string | null>
  /** Names a file to write; `keep` puts it in its place at once. */
  begin: () => Promise<{ file: string; keep: (name: string) => Promise<string>; drop: () => Promise<void> }>
  findFacts: (hash: string) => Promise<PictureFacts | null>
  keepFacts: (facts: PictureFacts) => Promise<void>
}

const MAX_BYTES = 2 ** 30
const UNFINISHED = '.part'
const HOUR_MS = 3_600_000

/** Keeps at most `maxBytes`: then the oldest fifth is deleted. */
export const openMadePictures = (directory: string, maxBytes = MAX_BYTES): MadePictures => {
  let bytes: number | null = null
  const begin: MadePictures['begin'] = async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const file = path.join(directory, `${randomUUID()}${UNFINISHED}`)
    const keep = async (name: string) => {
      const place = path.join(directory, name)
      await rename(file, place)
      bytes = bytes === null ? await prune(directory, maxBytes) : bytes + (await stat(place)).size
      if (bytes > maxBytes) bytes = await prune(directory, maxBytes)
      return place
    }
    return { file, keep, drop: () => rm(file, { force: true }) }
  }
  return {
    begin,
    find: async (name) => {
      const file = path.join(directory, name)
      return access(file).then(
        () => file,
        () => null,
      )
    },
    findFacts: async (hash) => {
      const text = await readFile(path.join(directory, `${hash}.facts`), 'utf8').catch(() => '')
      const [, width, height, kind] = /^(\d+) (\d+) (gif|picture)$/.exec(text) ?? []
      return kind ? { hash, width: Number(width), height: Number(height), isGif: kind === 'gif' } : null
    },
    keepFacts: async (facts) => {
      const { file, keep } = await begin()
      await writeFile(file, `${facts.width} ${facts.height} ${facts.isGif ? 'gif' : 'picture'}`)
      await keep(`${facts.hash}.facts`)
    },
  }
}

/** Deletes what a killed process left, and the oldest files beyond the limit. Returns the bytes that are left. */
const prune = async (directory: string, maxBytes: number): Promise<number> => {
  const files = await Promise.all(
    (await readdir(directory)).map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(directory, name)).catch(() => ({ size: 0, mtimeMs: 0 }))
      return { name, size, mtimeMs }
    }),
  )
  const newest = Math.max(0, ...files.map(({ mtimeMs }) => mtimeMs))
  const isAbandoned = ({ name, mtimeMs }: (typeof files)[number]) =>
    name.endsWith(UNFINISHED) && mtimeMs < newest - HOUR_MS
  let bytes = files.reduce((sum, { size }) => sum + size, 0)
  const enough = bytes > maxBytes ? maxBytes * 0.8 : maxBytes
  for (const file of files.sort((one, other) => one.mtimeMs - other.mtimeMs)) {
    if (bytes <= enough && !isAbandoned(file)) continue
    await rm(path.join(directory, file.name), { force: true })
    bytes -= file.size
  }
  return bytes
}

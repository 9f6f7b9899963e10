import { once } from './once.ts'
import { MAX_PICTURE_BYTES } from './picture.ts'
import { findPictureFile, hashFile, listPictureNames, type PictureFile } from './picture-folder-store.ts'

export type PictureIndex = {
  find: (name: string) => Promise<PictureFile | null>
  /** Null if the file cannot be read. */
  hashOf: (file: PictureFile) => Promise<string | null>
  /** Finds a file by its content, also one that no page of this process has shown. */
  findByHash: (hash: string) => Promise<PictureFile | null>
  /** Returns whether a file with this content has such a name. Copies have several. */
  hasName: (hash: string, isMeant: (name: string) => boolean) => Promise<boolean>
}

// Anybody can ask for a hash that no picture has.
const SCAN_PAUSE_MS = 1_000

/** Knows the hash of each version of a file in the folder. */
export const openPictureIndex = (directory: string): PictureIndex => {
  const hashes = new Map<string, { version: string; hash: string }>()
  const names = new Map<string, Set<string>>()
  const find = (name: string) => findPictureFile(directory, name)
  const hashOf = async ({ name, path, version }: PictureFile): Promise<string | null> => {
    const before = hashes.get(name)
    const hash = before?.version === version ? before.hash : await hashFile(path).catch(() => null)
    if (hash === null) return null
    hashes.set(name, { version, hash })
    names.set(hash, (names.get(hash) ?? new Set()).add(name))
    return hash
  }
  const findKnown = async (hash: string, isMeant = (_name: string) => true): Promise<PictureFile | null> => {
    for (const name of [...(names.get(hash) ?? [])].filter(isMeant)) {
      const file = await find(name)
      if (file && (await hashOf(file)) === hash) return file
      names.get(hash)?.delete(name)
    }
    return null
  }
  let rested: Promise<unknown> = Promise.resolve()
  const scan = once(async () => {
    await rested
    for (const name of await listPictureNames(directory)) {
      const file = await find(name)
      if (file && file.bytes <= MAX_PICTURE_BYTES) await hashOf(file)
    }
    rested = new Promise((resolve) => setTimeout(resolve, SCAN_PAUSE_MS))
  })
  const findMeant = async (hash: string, isMeant?: (name: string) => boolean) => {
    const file = await findKnown(hash, isMeant)
    if (file) return file
    await scan('')
    return findKnown(hash, isMeant)
  }
  return {
    find,
    hashOf,
    findByHash: (hash) => findMeant(hash),
    hasName: async (hash, isMeant) => (await findMeant(hash, isMeant)) !== null,
  }
}

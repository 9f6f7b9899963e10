import { createReadStream } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { HASH_LENGTH, pictureHash } from './make-picture-action.ts'
import { isPictureName } from './picture.ts'

export type PictureFile = {
  name: string
  /** Without symbolic links. */
  path: string
  bytes: number
  /** Differs after every change of the file. */
  version: string
}

/** Finds a file by its name. Null if there is none, or if it lies outside of the folder. */
export const findPictureFile = async (directory: string, name: string): Promise<PictureFile | null> => {
  if (!isPictureName(name)) return null
  // A Mac may write é as two signs, and the article as one.
  for (const spelling of new Set([name, name.normalize('NFC'), name.normalize('NFD')])) {
    const found = await fileAt(directory, spelling)
    if (found) return { ...found, name }
  }
  return null
}

const fileAt = async (directory: string, name: string): Promise<Omit<PictureFile, 'name'> | null> => {
  try {
    const [folder, file] = await Promise.all([realpath(directory), realpath(path.join(directory, name))])
    if (!file.startsWith(folder + path.sep)) return null
    const facts = await stat(file)
    if (!facts.isFile()) return null
    const { dev, ino, size, mtimeMs, ctimeMs } = facts
    return { path: file, bytes: size, version: [dev, ino, size, mtimeMs, ctimeMs].join(':') }
  } catch {
    return null
  }
}

/** Hashes the content of a file. */
export const hashFile = async (file: string): Promise<string> => {
  const hash = pictureHash()
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex').slice(0, HASH_LENGTH)
}

/** Lists the names of all pictures in the folder and the folders below. */
export const listPictureNames = async (directory: string): Promise<string[]> => {
  const found = await readdir(directory, { recursive: true }).catch(() => [])
  return found.map((name) => name.split(path.sep).join('/')).filter(isPictureName)
}

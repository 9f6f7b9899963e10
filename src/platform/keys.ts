import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Database } from './database/database.ts'

export type SigningKey = { id: string; key: KeyObject }
/** The first signs, all verify. */
export type SigningKeys = readonly [SigningKey, ...SigningKey[]]

/** Reads `id:base64,id:base64`; says what is wrong instead when something is. */
export const parseKeys = (text: string): { keys: SigningKeys } | { mistake: string } => {
  const keys: SigningKey[] = []
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/=_-]+)$/.exec(part)
    if (!match?.[1] || !match[2]) return { mistake: 'each key is written id:base64' }
    const bytes = Buffer.from(match[2], 'base64')
    if (bytes.length < 32) return { mistake: `key ${match[1]} has fewer than 32 bytes` }
    if (keys.some((key) => key.id === match[1])) return { mistake: `key id ${match[1]} stands twice` }
    keys.push({ id: match[1], key: createSecretKey(bytes) })
  }
  const [first, ...others] = keys
  return first ? { keys: [first, ...others] } : { mistake: 'no key is given' }
}

/** The text of DATA_DIR/<name>, made once with mode 600 from `make`. Of two processes that make it at once, both read the first's. */
export const keptSecret = async (dataDir: string, name: string, make: () => string): Promise<string> => {
  const file = path.join(dataDir, name)
  await mkdir(dataDir, { recursive: true })
  const kept = await readIfThere(file)
  if (kept !== null) return kept.trim()
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  await handle.writeFile(`${make()}\n`)
  await handle.sync()
  await handle.close()
  try {
    // A link is never put over a file that is there.
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return (await readFile(file, 'utf8')).trim()
}

// A secret that cannot be read is not one that is absent: another must not take its place.
const readIfThere = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new Error(`${file} cannot be read`, { cause: error })
  })

export const newKeyText = (): string => `k1:${randomBytes(32).toString('base64')}`

const fingerprint = ({ id, key }: SigningKey): string =>
  `${id}:${createHash('sha256').update(key.export()).digest('hex').slice(0, 16)}`

export type KeyUse = 'signing' | 'encryption' | 'index'

/**
 * Two processes that sign with different keys would call each other's cookies forged, and what one sealed the other
 * could not open. So the first key's fingerprint is kept in the database, and a process that does not hold that key
 * refuses to start.
 */
export const claimKeys = (database: Database, use: KeyUse, keys: SigningKeys): Promise<void> =>
  database.inTransaction(async (transaction) => {
    const name = `${use}-key`
    const mine = keys.map(fingerprint)
    await transaction.query(
      'insert into settings (name, value) values ($1, $2) on conflict (name) do nothing',
      [name, mine[0] ?? ''],
    )
    const [kept] = await transaction.query<{ value: string }>(
      'select value from settings where name = $1 for update',
      [name],
    )
    if (!kept || !mine.includes(kept.value)) {
      throw new Error(
        `${use.toUpperCase()}_KEYS lacks the key this database was last used with. Add it behind the new one, or restore DATA_DIR/${use}-keys`,
      )
    }
    await transaction.query('update settings set value = $2 where name = $1', [name, mine[0] ?? ''])
  })

/** A key for one use, derived so that no two uses share bytes. */
export const derivedKey = (keys: SigningKeys, use: string): KeyObject => derivedFrom(keys[0], use)

export const derivedFrom = ({ key }: SigningKey, use: string): KeyObject =>
  createSecretKey(createHmac('sha256', key).update(use).digest())

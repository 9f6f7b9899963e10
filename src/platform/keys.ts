import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Database, Transaction } from './database/database.ts'

export type SigningKey = { id: string; key: KeyObject }
/** The first key signs; all keys verify. */
export type SigningKeys = readonly [SigningKey, ...SigningKey[]]

/** Parses `id:base64,id:base64`. Returns the mistake if there is one. */
export const parseKeys = (text: string): { keys: SigningKeys } | { mistake: string } => {
  const keys: SigningKey[] = []
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/=_-]+)$/.exec(part)
    if (!match?.[1] || !match[2]) return { mistake: 'each key is written id:base64' }
    const bytes = Buffer.from(match[2], 'base64')
    if (bytes.length < 32) return { mistake: `key ${match[1]} has fewer than 32 bytes` }
    if (keys.some((key) => key.id === match[1])) return { mistake: `key id ${match[1]} is used twice` }
    keys.push({ id: match[1], key: createSecretKey(bytes) })
  }
  const [first, ...others] = keys
  return first ? { keys: [first, ...others] } : { mistake: 'no key is given' }
}

/**
 * Returns the text of DATA_DIR/<name>. Creates the file with mode 600 if it is missing. If two processes
 * create it at once, both read the first one's text.
 */
export const loadOrCreateSecret = async (
  dataDir: string,
  name: string,
  create: () => string,
): Promise<string> => {
  const file = path.join(dataDir, name)
  await mkdir(dataDir, { recursive: true })
  const stored = await readIfThere(file)
  if (stored !== null) return stored.trim()
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  await handle.writeFile(`${create()}\n`)
  await handle.sync()
  await handle.close()
  try {
    // `link` never replaces an existing file.
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return (await readFile(file, 'utf8')).trim()
}

// An unreadable secret is not a missing one. It must not be replaced.
const readIfThere = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new Error(`${file} cannot be read`, { cause: error })
  })

export const newKeyText = (): string => `k1:${randomBytes(32).toString('base64')}`

const fingerprint = ({ id, key }: SigningKey): string =>
  `${id}:${createHash('sha256').update(key.export()).digest('hex').slice(0, 16)}`

export type KeyUse = 'signing' | 'encryption' | 'index' | 'reader'

/**
 * Refuses to start without the key that this database was last used with. Otherwise two processes could
 * reject each other's cookies or fail to decrypt each other's values. The database stores the first key's
 * fingerprint.
 */
export const verifyKeys = (
  database: Database,
  { use, keys, onFirstUse }: { use: KeyUse; keys: SigningKeys; onFirstUse?: OnFirstUse },
): Promise<void> =>
  database.inTransaction(async (transaction) => {
    const name = `${use}-key`
    const fingerprints = keys.map(fingerprint)
    const inserted = await transaction.query(
      `insert into settings (name, value, changed_at) values ($1, $2, now())
       on conflict (name) do nothing returning 1`,
      [name, fingerprints[0] ?? ''],
    )
    if (inserted.length > 0) await onFirstUse?.(transaction)
    const [stored] = await transaction.query<{ value: string }>(
      'select value from settings where name = $1 for update',
      [name],
    )
    if (!stored || !fingerprints.includes(stored.value)) {
      throw new Error(
        `${use.toUpperCase()}_KEYS lacks the key this database was last used with. Add it behind the new one, or restore DATA_DIR/${use}-keys`,
      )
    }
    await transaction.query(
      'update settings set value = $2, changed_at = now() where name = $1 and value <> $2',
      [name, fingerprints[0] ?? ''],
    )
  })

/** Runs in the transaction of the first start of this database with keys of this use. */
type OnFirstUse = (transaction: Transaction) => Promise<void>

/** Returns when this database was first used with its newest key; null if that is not known. */
export const findKeyChange = async (database: Database, use: KeyUse): Promise<Date | null> => {
  const [row] = await database.query<{ at: Date | null }>(
    'select changed_at as at from settings where name = $1',
    [`${use}-key`],
  )
  return row?.at ?? null
}

/** Derives a key for one use, so that no two uses share a key. */
export const deriveKey = (keys: SigningKeys, use: string): KeyObject => deriveKeyFrom(keys[0], use)

export const deriveKeyFrom = ({ key }: SigningKey, use: string): KeyObject =>
  createSecretKey(createHmac('sha256', key).update(use).digest())

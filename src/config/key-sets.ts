import { createHash } from 'node:crypto'
import { parseKeys, type SigningKey, type SigningKeys } from '../platform/keys.ts'

/** The variable of each set of keys, by its purpose. */
export const KEY_SETS = {
  signing: 'SIGNING_KEYS',
  encryption: 'SEALING_KEYS',
  index: 'INDEX_KEYS',
  reader: 'READER_KEYS',
} as const

export type KeyPurpose = keyof typeof KEY_SETS

/** null: generated into DATA_DIR. */
export type GivenKeys = Record<KeyPurpose, SigningKeys | null>

export type ReadKeys = { given: GivenKeys; mistakes: string[]; named: readonly NamedKeys[] }

/** Keys with the variable that they came from. */
type NamedKeys = { name: string; keys: SigningKeys }

type Texts = Record<KeyPurpose, { name: string; text: string } | null>

export const readKeys = (texts: Texts): ReadKeys => {
  const named: NamedKeys[] = []
  const mistakes: string[] = []
  const keysFor = (purpose: KeyPurpose): SigningKeys | null => {
    const found = texts[purpose]
    if (found === null) return null
    const parsed = parseKeys(found.text)
    if ('mistake' in parsed) mistakes.push(`${found.name}: ${parsed.mistake}`)
    else named.push({ name: found.name, keys: parsed.keys })
    return 'keys' in parsed ? parsed.keys : null
  }
  const purposes = Object.keys(KEY_SETS) as KeyPurpose[]
  const given = Object.fromEntries(purposes.map((purpose) => [purpose, keysFor(purpose)])) as GivenKeys
  return { given, mistakes, named }
}

// Thirty-two random bytes have about thirty different values, and never so few.
const MIN_DIFFERENT_BYTES = 12

/**
 * Names keys in use that somebody could guess, and keys that serve two purposes. Only the first key of each set is in use:
 * older ones must stay until `rotate-keys` is done with them.
 */
export const weakKeyMistakes = (named: readonly NamedKeys[]): string[] => {
  const seen = new Map<string, string>()
  return named.flatMap(({ name, keys: [key] }) => {
    const different = new Set(key.key.export()).size
    if (different < MIN_DIFFERENT_BYTES)
      return [`${name}: key ${key.id} is not random. Make it with openssl rand -base64 32`]
    const digest = digestOf(key)
    const other = seen.get(digest)
    seen.set(digest, `key ${key.id} of ${name}`)
    return other === undefined ? [] : [`${name}: key ${key.id} is the same as ${other}. Each needs its own`]
  })
}

const digestOf = ({ key }: SigningKey): string => createHash('sha256').update(key.export()).digest('hex')

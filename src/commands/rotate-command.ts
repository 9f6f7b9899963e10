import { Command } from 'commander'
import { openKeys } from '../app/open/open-keys.ts'
import type { Config } from '../config/config.ts'
import { DAY_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { findKeyChange } from '../platform/keys.ts'
import { COOKIE_DAYS } from '../readers/reader-cookie.ts'
import { rotateKeys } from '../supporters/key-rotation/rotate-keys-action.ts'
import { type Environment, withDatabase } from './opening.ts'
import { done, failed, type Outcome, type Report } from './outcome.ts'

const DESCRIPTION = [
  'Encrypts all email addresses with the first of SEALING_KEYS, and indexes them with the first of INDEX_KEYS.',
  'The server may run meanwhile. Put the new key first and keep the old one, restart every process, then run this.',
  'After that the old key can go. READER_KEYS: a reader is moved to the first key when they come back.',
].join(' ')

export const rotateCommand = (environment: Environment, report: Report): Command =>
  new Command('rotate-keys')
    .summary('encrypts and indexes email addresses with new keys')
    .description(DESCRIPTION)
    .option('--dry-run', 'only count')
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      report(await withDatabase(environment, (database, config) => rotate(database, config, dryRun)))
    })

const rotate = async (database: Database, config: Config, isDryRun: boolean): Promise<Outcome> => {
  const { encryption, index } = await openKeys(database, config)
  const { rows, undecrypted } = await rotateKeys(database, { encryption, index }, isDryRun)
  const text = `${isDryRun ? 'Would encrypt again' : 'Encrypted again'}: ${rows}\n${await readerKeysAdvice(database)}`
  return undecrypted === 0
    ? done(text)
    : failed(`${text}\nCould not be decrypted, and were left as they are: ${undecrypted}. Keep the old key`)
}

// The id in a cookie is known only while its reader is here, so no command can hash it under another key.
const readerKeysAdvice = async (database: Database): Promise<string> => {
  const since = await findKeyChange(database, 'reader')
  const until = since && new Date(since.getTime() + COOKIE_DAYS * DAY_MS).toISOString().slice(0, 10)
  return `READER_KEYS: readers are moved to the first key when they come back. Keep the older keys until ${until ?? 'every cookie has expired'}`
}
